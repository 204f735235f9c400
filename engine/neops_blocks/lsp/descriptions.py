"""Parts of a block in Markdown, for people who point at their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import shortened

if TYPE_CHECKING:
    from neops_blocks.model import SchemaModel, StepModel

_SHOWN = 80
_SAID_ELSEWHERE = ("description", "title", "properties", "items")


def type_of(schema: SchemaModel | None) -> str:
    """The type that a schema asks for, in a word or two."""
    if schema is None or schema.type is None:
        return "any value"
    return " or ".join(schema.type) if isinstance(schema.type, list) else str(schema.type)


def schema_text(schema: SchemaModel | None) -> str:
    """A parameter, or a part of one, in Markdown."""
    if schema is None:
        return ""
    lines = [schema.description] if schema.description else []
    facts = [
        f"`{key}: {_shown(value)}`"
        for key, value in schema.json_schema().items()
        if key not in _SAID_ELSEWHERE
    ]
    if getattr(schema, "secret", False):
        facts.append("`secret: true`")
    return "\n\n".join([*lines, ", ".join(facts)] if facts else lines)


def _shown(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return shortened(str(value), _SHOWN)


def step_text(step: StepModel) -> str:
    """A step in Markdown: what it does, and the fields of its result."""
    value = getattr(step, step.kind, None)
    lines = [step.name] if step.name else []
    if isinstance(value, str):
        lines.append(f"`{step.kind}: {shortened(value.strip(), _SHOWN)}`")
    own = sorted(step.fields() & {*step.result_fields, "results"})
    lines.append(f"Result: {', '.join(f'`{name}`' for name in own)}" if own else f"A {step.kind} step")
    return "\n\n".join(lines)
