"""Parameter and result schemas: the subset of JSON Schema (2020-12) that an author may use."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from neops_blocks.model.judge import FORMATS
from neops_blocks.model.strict import Strict, expected

TypeName = Literal["string", "integer", "number", "boolean", "object", "array", "null"]
TYPES: tuple[str, ...] = TypeName.__args__  # type: ignore[attr-defined]
_OURS = frozenset({"secret", "value", "per_device"})


def _finite(value: float) -> float:
    """Refuse what is no number in JSON, and integers that no float can be compared with."""
    if not abs(value) <= sys.float_info.max:
        raise PydanticKnownError("finite_number")
    return value


Number = Annotated[float | int, AfterValidator(_finite), WithJsonSchema({"type": "number"})]
Factor = Annotated[Number, Field(gt=0), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Count = Annotated[int, Field(ge=0)]
_TYPE_FORMS: tuple[dict[str, Any], ...] = (
    {"title": "a type", "enum": list(TYPES)},
    {"title": "several types", "type": "array", "minItems": 1, "items": {"enum": list(TYPES)}},
)


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


Type = Annotated[Any, AfterValidator(_type), WithJsonSchema({"anyOf": list(_TYPE_FORMS)})]
Format = Annotated[
    str,
    WithJsonSchema(
        {"anyOf": [{"title": "checked", "enum": list(FORMATS)}, {"title": "not checked", "type": "string"}]}
    ),
]


class SchemaModel(Strict, defer_build=False):
    """A JSON Schema; a text is short for its type."""

    type: Type = None
    """The type of the value, or a list of types; `[string, "null"]` may be null."""

    enum: Annotated[list[Any], Field(min_length=1)] | None = None
    """The only values that are possible."""

    const: Any = None
    """The only value that is possible."""

    default: Any = None
    """The value that holds where none is given; a parameter without a default is required."""

    minimum: Number | None = None
    """The least number."""

    maximum: Number | None = None
    """The greatest number."""

    exclusive_minimum: Number | None = Field(default=None, alias="exclusiveMinimum")
    """Numbers have to be greater than this."""

    exclusive_maximum: Number | None = Field(default=None, alias="exclusiveMaximum")
    """Numbers have to be less than this."""

    multiple_of: Factor | None = Field(default=None, alias="multipleOf")
    """Numbers have to be a multiple of this."""

    min_length: Count | None = Field(default=None, alias="minLength")
    """The least number of characters of a text."""

    max_length: Count | None = Field(default=None, alias="maxLength")
    """The greatest number of characters of a text."""

    pattern: str | None = None
    """A regular expression that has to match somewhere in a text."""

    format: Format | None = None
    """What kind of text it is."""

    items: SchemaModel | None = None
    """The schema of every item of an array."""

    min_items: Count | None = Field(default=None, alias="minItems")
    """The least number of items."""

    max_items: Count | None = Field(default=None, alias="maxItems")
    """The greatest number of items."""

    unique_items: bool | None = Field(default=None, alias="uniqueItems")
    """No two items are equal."""

    properties: dict[str, SchemaModel] | None = None
    """The schema of each key of an object."""

    required_keys: list[str] | None = Field(default=None, alias="required")
    """The keys that an object always has."""

    additional_properties: bool | SchemaModel | None = Field(default=None, alias="additionalProperties")
    """Whether an object may have other keys, or the schema of their values."""

    any_of: Annotated[list[SchemaModel], Field(min_length=1)] | None = Field(default=None, alias="anyOf")
    """The value has to fit one of these schemas."""

    title: str | None = None
    """A short name for people."""

    description: str | None = None
    """What the value is, in a sentence."""

    examples: list[Any] | None = None
    """Values to show."""

    deprecated: bool | None = None
    """Nobody should begin to use it."""

    @classmethod
    def published(cls, mapping: dict[str, Any]) -> dict[str, Any]:
        """A type is short for a schema with nothing else."""
        return {"anyOf": [*_TYPE_FORMS, mapping]}

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

    @classmethod
    def published(cls, mapping: dict[str, Any]) -> dict[str, Any]:
        """A mapping with one of the two values; anything but a mapping is short for its value."""
        short = {"title": "the value", "type": ["string", "number", "boolean", "array", "null"]}
        return {
            "anyOf": [
                short,
                _with_one(mapping, "value", "a value for the block"),
                _with_one(mapping, "per_device", "a value for each device"),
            ]
        }

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


def _with_one(mapping: dict[str, Any], key: str, title: str) -> dict[str, Any]:
    """The schema of a field that has this one of the two values."""
    others = {"value", "per_device"} - {key}
    keys = {name: schema for name, schema in mapping["properties"].items() if name not in others}
    return {**mapping, "title": title, "required": [key], "properties": keys}
