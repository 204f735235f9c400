"""Generated parameter and result models: pydantic outside, judged by the author's JSON Schema inside."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import create_model
from pydantic_core import PydanticCustomError, core_schema

from neops_blocks.model import judge
from neops_worker_sdk.function_block import FunctionBlockParams, FunctionBlockResultData

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

REQUIRED = ...


class JudgedBySchema:
    """Annotation of a field whose values are exactly those that a JSON Schema (2020-12) accepts."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = dict(schema)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._validate, serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value)
        )

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.schema

    def _validate(self, value: Any) -> Any:
        problems = self._judge(value)
        if problems:
            raise PydanticCustomError("schema", "{problems}", {"problems": "; ".join(problems)})
        return value

    @functools.cached_property
    def _judge(self) -> Any:
        return judge(self.schema)


def params_model(name: str, fields: Mapping[str, Mapping[str, Any]], required: frozenset[str]) -> type[FunctionBlockParams]:
    """A parameter model: field name to JSON Schema; a field that is not required has its schema's default."""
    return create_model(
        f"{name}Params",
        __base__=FunctionBlockParams,
        **{
            field: (Annotated[Any, JudgedBySchema(schema)], REQUIRED if field in required else schema.get("default"))
            for field, schema in fields.items()
        },  # type: ignore[call-overload]
    )


def result_model(name: str, fields: Mapping[str, Mapping[str, Any]]) -> type[FunctionBlockResultData]:
    """A result model; every field is required."""
    return create_model(
        f"{name}Result",
        __base__=FunctionBlockResultData,
        **{field: (Annotated[Any, JudgedBySchema(schema)], REQUIRED) for field, schema in fields.items()},  # type: ignore[call-overload]
    )
