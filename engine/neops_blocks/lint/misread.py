"""What is read of the result of a step, and is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import HABITUAL_FIELDS, Code, closest, did_you_mean
from neops_blocks.lint.lists import how_to_read, is_list
from neops_blocks.model import COMMON_RESULT_FIELDS

if TYPE_CHECKING:
    from neops_blocks.model import Document, StepModel
    from neops_blocks.templates import NameUse

METHODS = frozenset({"get", "items", "keys", "values"})
"""What every mapping can be asked for."""

_PARSE = "add `parse:` to the step, or read `output`"


@dataclass(frozen=True)
class Found:
    """What is wrong with the part of a name at a depth: `steps.show.parsed` has parts 0 to 2.

    `near` is what was probably meant by that part.
    """

    depth: int
    code: Code
    message: str
    help: str | None
    near: str | None = None


def no_step(step_id: str, document: Document) -> Found:
    """There is no step with an id."""
    known = document.ids
    help_ = did_you_mean(step_id, known, what="steps with an id") if known else "give the step an `id`"
    if step_id in document.titles:
        help_ = f"a `name` is only a title: give the step `id: {step_id}`"
    return Found(1, Code.UNKNOWN_STEP, f"there is no step {step_id!r}", help_, closest(step_id, known))


def in_list(name: NameUse, step: StepModel | None, at: int) -> Found | None:
    """What is read of a list, the part of a name at a depth, as if it were one of its items."""
    if step is None or name.guarded or len(name.path) < at + 2 or not is_list(step, name.path[at]):
        return None
    field, key = name.path[at], name.path[at + 1]
    message = f"`{'.'.join(name.path[: at + 1])}` is a list, which has no field {key!r}"
    return Found(at + 1, Code.UNKNOWN_FIELD, message, how_to_read(field, key))


def unknown_field(step_id: str, field: str, step: StepModel) -> Found | None:
    """What is wrong with a field of `steps.ID`; None where the result has it."""
    known = step.fields()
    if field in known or field in METHODS:
        return None
    own = known - COMMON_RESULT_FIELDS
    if field in step.result_fields and step.loop is None:
        message = f"step {step_id!r} has no field {field!r}: it names no parser"
        return Found(2, Code.UNKNOWN_FIELD, message, _PARSE)
    message = f"step {step_id!r} ({step.kind}) has no field {field!r}"
    if step.loop is not None and field in step.result_fields:
        help_ = f"it is repeated: `steps.{step_id}.results` is a list, each item has {field}"
        return Found(2, Code.UNKNOWN_FIELD, message, help_)
    if field in HABITUAL_FIELDS:
        return Found(2, Code.UNKNOWN_FIELD, message, HABITUAL_FIELDS[field])
    near = f"value.{field}" if _is_set(step, field) else closest(field, own)
    every = ", ".join([*sorted(own), *sorted(COMMON_RESULT_FIELDS)])
    help_ = f"did you mean {near!r}?" if near else f"fields: {every}"
    return Found(2, Code.UNKNOWN_FIELD, message, help_, near)


def unknown_field_of_this(field: str, step: StepModel) -> Found | None:
    """The same for `this`, which is the result of one attempt."""
    known = step.own_fields() | COMMON_RESULT_FIELDS
    if field in known or field in METHODS:
        return None
    if field in step.result_fields:
        message = f"this step has no field {field!r}: it names no parser"
        return Found(1, Code.UNKNOWN_FIELD, message, _PARSE)
    message = f"a {step.kind} step has no field {field!r}"
    if field in HABITUAL_FIELDS:
        return Found(1, Code.UNKNOWN_FIELD, message, HABITUAL_FIELDS[field])
    help_ = did_you_mean(field, known, what="fields of `this`")
    return Found(1, Code.UNKNOWN_FIELD, message, help_, closest(field, known))


def _is_set(step: StepModel, key: str) -> bool:
    """Whether a step sets a mapping with that key, which is read as part of its value."""
    value = getattr(step, "set", None)
    return isinstance(value, dict) and key in value
