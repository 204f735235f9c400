"""Generated parameter and result models: pydantic outside, judged by the author's JSON Schema inside."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError, core_schema

from neops_blocks.model import judge
from neops_worker_sdk.function_block import FunctionBlockParams, FunctionBlockResultData
from neops_worker_sdk.logger.secret_schemas import as_secret
from neops_worker_sdk.logger.sensitive_names import DEFAULT_KEY_PARTS, names_a_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

    from neops_blocks.model import ParameterSchema


class JudgedBySchema:
    """Annotation of a field whose values are exactly those that a JSON Schema (2020-12) accepts."""

    def __init__(self, schema: Mapping[str, Any], *, secret: bool = False) -> None:
        self.schema = dict(schema)
        self.secret = secret

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda value: value),
        )

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return as_secret(self.schema) if self.secret else self.schema

    def _validate(self, value: Any) -> Any:
        problems = self._judge(value)
        if problems:
            raise PydanticCustomError("schema", "{problems}", {"problems": "; ".join(problems)})
        return value

    @functools.cached_property
    def _judge(self) -> Any:
        return judge(self.schema, secret=self.secret)


class GeneratedParams(FunctionBlockParams):
    """Base of generated parameter models; their errors never show the input, which may be secret."""

    model_config = ConfigDict(hide_input_in_errors=True)


class GeneratedResult(FunctionBlockResultData):
    """Base of generated result models."""

    model_config = ConfigDict(hide_input_in_errors=True)


def params_model(name: str, parameters: Mapping[str, ParameterSchema]) -> type[FunctionBlockParams]:
    """The parameter model of a block; a parameter without a default is required."""
    fields: dict[str, Any] = {field: _field(field, parameter) for field, parameter in parameters.items()}
    return create_model(f"{name}Params", __base__=GeneratedParams, **fields)


def _field(name: str, parameter: ParameterSchema) -> tuple[Any, Any]:
    kind = Annotated[Any, JudgedBySchema(parameter.json_schema(), secret=parameter.secret)]
    default = ... if parameter.required else parameter.default
    if parameter.secret or not names_a_secret(name, DEFAULT_KEY_PARTS):
        return kind, default
    return kind, Field(default, json_schema_extra={"writeOnly": False})  # its name does not make it secret


def result_model(name: str, schemas: Mapping[str, Mapping[str, Any]]) -> type[FunctionBlockResultData]:
    """The result model of a block: field name to JSON Schema; every field is required."""
    fields: dict[str, Any] = {
        field: (Annotated[Any, JudgedBySchema(schema)], ...) for field, schema in schemas.items()
    }
    return create_model(f"{name}Result", __base__=GeneratedResult, **fields)
