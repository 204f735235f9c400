"""Parameters whose published schema has no defaults: an engine fills schema defaults into absent keys."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict

from neops_worker_sdk.function_block.results import FunctionBlockParams


def remove_schema_defaults(value: Any) -> None:
    """Take every ``default`` keyword out of a JSON Schema, in place; a property of that name stays."""
    if isinstance(value, list):
        for item in value:
            remove_schema_defaults(item)
    elif isinstance(value, dict):
        value.pop("default", None)
        for key, item in value.items():
            if key in ("properties", "$defs", "patternProperties") and isinstance(item, dict):
                for schema in item.values():
                    remove_schema_defaults(schema)
            elif key not in ("const", "enum", "examples"):
                remove_schema_defaults(item)


ENGINE_SCHEMA_CONFIG = ConfigDict(extra="ignore", json_schema_extra=remove_schema_defaults)


class EngineSchemaFunctionBlockParams(FunctionBlockParams):
    """Base of parameters where an absent value must stay absent."""

    model_config = ENGINE_SCHEMA_CONFIG

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The schema, without defaults also in the models that it refers to."""
        schema = super().model_json_schema(*args, **kwargs)
        remove_schema_defaults(schema)
        return schema
