from __future__ import annotations

from pydantic import BaseModel

from neops_worker_sdk.function_block.engine_schema import EngineSchemaFunctionBlockParams
from neops_worker_sdk.registry import generate_json_schema


class Inner(BaseModel):
    default: int = 3


class Params(EngineSchemaFunctionBlockParams):
    inner: Inner = Inner()
    text: str | None = None


def test_the_published_schema_has_no_defaults_and_the_model_keeps_them():
    schema = generate_json_schema(Params)
    assert schema["$defs"]["Inner"]["properties"] == {"default": {"title": "Default", "type": "integer"}}
    assert "default" not in schema["properties"]["inner"]
    assert "default" not in schema["properties"]["text"]
    assert Params() == Params(inner=Inner(default=3), text=None)
