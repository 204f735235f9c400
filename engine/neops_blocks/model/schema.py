"""Parameter and result schemas: the subset of JSON Schema (2020-12) that an author may use."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from neops_blocks.model.strict import Strict, expected

TypeName = Literal["string", "integer", "number", "boolean", "object", "array", "null"]
TYPES: tuple[str, ...] = TypeName.__args__  # type: ignore[attr-defined]
_OURS = frozenset({"secret", "value", "per_device"})
Number = Annotated[float | int, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]


def _type(value: Any) -> Any:
    names = value if isinstance(value, list) else [value]
    for name in names:
        if not isinstance(name, str):
            raise expected("the name of a type, or a list of them")
        if name not in TYPES:
            raise PydanticCustomError(
                "unknown_type", "{name} is not a type", {"name": name, "known": list(TYPES)}
            )
    if not names:
        raise expected("at least one type")
    return value


class SchemaModel(Strict):
    """A JSON Schema; a text is short for its type."""

    type: Annotated[Any, AfterValidator(_type)] = None
    enum: Annotated[list[Any], Field(min_length=1)] | None = None
    const: Any = None
    default: Any = None
    minimum: Number | None = None
    maximum: Number | None = None
    exclusive_minimum: Number | None = Field(default=None, alias="exclusiveMinimum")
    exclusive_maximum: Number | None = Field(default=None, alias="exclusiveMaximum")
    multiple_of: Annotated[Number, Field(gt=0)] | None = Field(default=None, alias="multipleOf")
    min_length: Count | None = Field(default=None, alias="minLength")
    max_length: Count | None = Field(default=None, alias="maxLength")
    pattern: str | None = None
    format: str | None = None
    items: SchemaModel | None = None
    min_items: Count | None = Field(default=None, alias="minItems")
    max_items: Count | None = Field(default=None, alias="maxItems")
    unique_items: bool | None = Field(default=None, alias="uniqueItems")
    properties: dict[str, SchemaModel] | None = None
    required_keys: list[str] | None = Field(default=None, alias="required")
    additional_properties: bool | SchemaModel | None = Field(default=None, alias="additionalProperties")
    any_of: Annotated[list[SchemaModel], Field(min_length=1)] | None = Field(default=None, alias="anyOf")
    title: str | None = None
    description: str | None = None
    examples: list[Any] | None = None
    deprecated: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, (str, list)):
            return {"type": data}
        if isinstance(data, (dict, SchemaModel)):
            return data
        raise expected("a type, or a mapping with `type`")

    def json_schema(self) -> dict[str, Any]:
        """The author's schema, short forms written out, without the keys that only blocks have."""
        written: dict[str, Any] = self.model_dump(by_alias=True, exclude_unset=True)
        return {key: value for key, value in written.items() if key not in _OURS}


class ParameterSchema(SchemaModel):
    """A parameter of a block."""

    secret: bool = False
    """Masked wherever it would be shown."""

    @property
    def required(self) -> bool:
        """Whether whoever runs the block has to give a value."""
        return "default" not in self.model_fields_set


class ResultField(SchemaModel):
    """A field of the result; anything but a mapping is short for its value."""

    value: Any = None
    """What the field holds, from block scope."""

    per_device: Any = None
    """What the field holds for each device, from device scope; the schema describes one device's value."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"value": data}

    @model_validator(mode="after")
    def _one_value(self) -> ResultField:
        given = {"value", "per_device"} & self.model_fields_set
        if not given:
            raise PydanticCustomError("no_value", "no value", {})
        if len(given) > 1:
            raise PydanticCustomError("two_values", "two values", {})
        return self

    @property
    def is_per_device(self) -> bool:
        """Whether the field is a mapping of host name to value."""
        return "per_device" in self.model_fields_set
