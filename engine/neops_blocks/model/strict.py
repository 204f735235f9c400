"""What every part of the model shares: strict types, no unknown keys, `x-` keys free for the author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

NAME_PATTERN = r"^[a-z][a-z0-9_]*$"
_NAME = re.compile(NAME_PATTERN)
_POSITIVE = {"type": "number", "exclusiveMinimum": 0}
_NOT_NEGATIVE = {"type": "number", "minimum": 0}


class Strict(BaseModel):
    """A mapping of the language: wrong types and unknown keys are errors, `x-` keys are dropped."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_own_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if not str(key).startswith("x-")}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return cls.published({**handler(core), "patternProperties": {"^x-": {}}})

    @classmethod
    def published(cls, mapping: dict[str, Any]) -> dict[str, Any]:
        """The JSON Schema of what may be written: the mapping, and short forms where there are any."""
        return mapping

    @field_validator("*", mode="before")
    @classmethod
    def _no_empty_key(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None and type(None) in get_args(cls.model_fields[str(info.field_name)].annotation):
            raise expected("a value")
        return value


def expected(what: str) -> PydanticCustomError:
    """The error for a value of the wrong type; `what` continues "expected ..."."""
    return PydanticCustomError("expected", "expected {what}", {"what": what})


def _expression(value: Any) -> Any:
    if isinstance(value, (str, bool, list)):
        return value
    raise expected("an expression, or true or false")


def _seconds(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise expected("a number of seconds")


def _name(value: Any) -> Any:
    if isinstance(value, str) and not _NAME.fullmatch(value):
        raise PydanticCustomError("bad_name", "{name} is not a name", {"name": value})
    return value


Expression = Annotated[
    Any, BeforeValidator(_expression), WithJsonSchema({"type": ["string", "boolean", "array"]})
]
"""A bare expression; a YAML boolean or list is fine too."""

Seconds = Annotated[
    float, BeforeValidator(_seconds), Field(gt=0, allow_inf_nan=False), WithJsonSchema(_POSITIVE)
]
Pause = Annotated[
    float, BeforeValidator(_seconds), Field(ge=0, allow_inf_nan=False), WithJsonSchema(_NOT_NEGATIVE)
]
Name = Annotated[str, BeforeValidator(_name), Field(json_schema_extra={"pattern": NAME_PATTERN})]
