"""The JSON Schema of a block, made from the models: what `schemas/` publishes and editors read.

It is draft 7, which every editor understands. A step is one of several titled branches, by `anyOf`: `oneOf`
is slow, and says only that none of them fits.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from neops_blocks.drivers import driver_names, known_platforms
from neops_blocks.language.snippets import BLOCK_SNIPPET, SNIPPETS, step_snippet
from neops_blocks.language.texts import field_texts, first_line
from neops_blocks.model import BlockModel, StepModel
from neops_blocks.model.step import UNSUPPORTED
from neops_blocks.model.step_parser import FIXED_KEYS
from neops_blocks.steps import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import BaseModel
    from pydantic_core.core_schema import DictSchema, ModelSchema, NullableSchema, WithDefaultSchema

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
_ENDINGS = ("Model", "Schema")


def block_schema(kinds: Mapping[str, type[StepModel]] = KINDS) -> Schema:
    """The schema of one document of a block file, with all that editors can show and insert."""
    models: tuple[type[BaseModel], ...] = (BlockModel, *kinds.values())
    _, written = models_json_schema(
        [(model, "validation") for model in models],
        schema_generator=_Generator,
        ref_template="#/definitions/{model}",
    )
    definitions: Schema = written["$defs"]
    definitions["StepModel"] = _any_step(kinds)
    for kind in kinds.values():
        _with_platforms(definitions, kind)
    definitions["ConnectionModel"]["properties"]["driver"] |= _suggested(("auto", *driver_names()))
    for name, snippets in SNIPPETS.items():
        definitions[name]["defaultSnippets"] = list(snippets)
    block = definitions.pop("BlockModel")
    named = {_name(name): definition for name, definition in definitions.items()}
    schema = {
        "$schema": DRAFT,
        **block,
        "title": "function block",
        "defaultSnippets": [BLOCK_SNIPPET],
        "definitions": dict(sorted(named.items())),
    }
    published: Schema = _renamed(schema)
    return published


@functools.cache
def language() -> Schema:
    """The schema, made once; nobody may change it."""
    return block_schema()


class _Generator(GenerateJsonSchema):
    """Writes models as their authors see them: null is no value, and every key says what it is."""

    def nullable_schema(self, schema: NullableSchema) -> Schema:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> Schema:
        written = super().default_schema(schema)
        if written.get("default", "") in ("", None):
            written.pop("default", None)
        return written

    def dict_schema(self, schema: DictSchema) -> Schema:
        written = super().dict_schema(schema)
        for pattern, value in written.pop("patternProperties", {}).items():
            written |= {"propertyNames": {"pattern": pattern}, "additionalProperties": value}
        return written

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: ModelSchema) -> Schema:
        model: type[BaseModel] = schema["cls"]
        written = super().model_schema(schema)
        texts = field_texts(model)
        keys = written.get("properties", {})
        for name, field in model.model_fields.items():
            key = field.alias or name
            keys[key] = _told(keys[key], texts.get(name, ""))
        said = first_line(model)
        return {**written, "title": _title(model.__name__), "description": said, "markdownDescription": said}


def _told(key: Schema, text: str) -> Schema:
    default = key.get("default")
    shown = f"{text}\n\nDefault: `{_yaml(default)}`" if default is not None else text
    return {**key, "description": text, "markdownDescription": shown} if text else key


def _yaml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _title(model: str) -> str:
    for ending in _ENDINGS:
        model = model.removesuffix(ending) or model
    return " ".join(word.lower() for word in re.findall(r"[A-Z][a-z]*", model))


def _name(model: str) -> str:
    return _title(model).replace(" ", "-")


def _renamed(node: Any) -> Any:
    """The same with references to definitions by the names that are published."""
    if isinstance(node, dict):
        return {
            key: f"#/definitions/{_name(value.rpartition('/')[2])}"
            if key == "$ref" and isinstance(value, str)
            else _renamed(value)
            for key, value in node.items()
        }
    return [_renamed(item) for item in node] if isinstance(node, list) else node


def _any_step(kinds: Mapping[str, type[StepModel]]) -> Schema:
    said = f"A step; exactly one of {', '.join(f'`{name}`' for name in kinds)} says what it does."
    return {
        "title": "step",
        "description": said,
        "markdownDescription": said,
        "type": "object",
        "anyOf": [{"$ref": f"#/definitions/{kind.__name__}"} for kind in kinds.values()],
        "defaultSnippets": [step_snippet(kind) for kind in kinds.values()],
    }


def _with_platforms(definitions: Schema, kind: type[StepModel]) -> None:
    """Let `platforms` of a kind take exactly the keys that a platform may replace, for any platform."""
    whole = definitions[kind.__name__]
    said = "The keys to replace on this platform."
    replaced = {
        **{key: value for key, value in whole.items() if key != "required"},
        "title": f"{whole['title']} on one platform",
        "description": said,
        "markdownDescription": said,
        "properties": {key: value for key, value in whole["properties"].items() if key not in FIXED_KEYS},
    }
    left_out = {"title": "left out", "description": "The step fails on this platform.", "const": UNSUPPORTED}
    name = f"{kind.__name__}OnPlatform"
    definitions[name] = {"anyOf": [replaced, left_out]}
    overlay = {"$ref": f"#/definitions/{name}"}
    whole["properties"]["platforms"] |= {
        "properties": dict.fromkeys((*known_platforms(), "default"), overlay),
        "additionalProperties": overlay,
    }


def _suggested(names: Iterable[str]) -> Schema:
    return {"type": "string", "anyOf": [{"enum": list(names)}, {"type": "string"}]}
