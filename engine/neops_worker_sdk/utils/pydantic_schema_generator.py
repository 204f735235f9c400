"""JSON Schemas of models, as they are registered with an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel


def generate_json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a model, without its top-level title."""
    schema = model.model_json_schema()
    schema.pop("title", None)
    return schema
