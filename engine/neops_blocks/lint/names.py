"""Resolves the names of a template in its scope; each problem carries the code of the rule it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import HABITUAL_FIELDS, Code, Fix, closest, did_you_mean, habit_of_name
from neops_blocks.lint.declaring import declaration
from neops_blocks.lint.lists import how_to_read, is_list
from neops_blocks.model import COMMON_RESULT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Span
    from neops_blocks.lint.uses import PlacedTemplate
    from neops_blocks.model import Document, StepModel
    from neops_blocks.templates import NameUse

_METHODS = frozenset({"get", "items", "keys", "values"})
_PARSE = "add `parse:` to the step, or read `output`"
_TIMING = {"itself": "is the step that is running", "later": "runs later than this"}


@dataclass(frozen=True)
class NameProblem:
    """A name that means nothing where it is used."""

    code: Code
    message: str
    help: str | None
    span: Span
    path: tuple[str | int, ...]
    fix: Fix | None = None


def name_problems(template: PlacedTemplate, document: Document) -> Iterator[NameProblem]:
    """The problems with the names of one template; each name once."""
    seen = set()
    for name in template.analysis.names:
        if not name.path or (name.path[:3], name.start) in seen:
            continue
        seen.add((name.path[:3], name.start))
        found = _problem(name, template, document)
        if found is not None:
            span = template.span(*place_of_part(template.use.text, name, found.depth))
            fix = _fix(found, name.path[found.depth], span, document)
            yield NameProblem(found.code, found.message, found.help, span, template.path, fix)


@dataclass(frozen=True)
class _Found:
    """What is wrong with the part of a name at a depth: `steps.show.parsed` has parts 0 to 2.

    `near` is what was probably meant by that part.
    """

    depth: int
    code: Code
    message: str
    help: str | None
    near: str | None = None


def _fix(found: _Found, part: str, span: Span, document: Document) -> Fix | None:
    """Write what was meant; where nothing is near, declare a parameter."""
    if document.source.text[span.start.offset : span.end.offset] != part:
        return None
    if found.near is None and found.code == Code.UNKNOWN_PARAMETER:
        return declaration(part, document)
    return Fix.guess(span, found.near)


def place_of_part(text: str, name: NameUse, depth: int) -> tuple[int, int]:
    """Where a part of the name stands in the template."""
    at = name.start
    for part in name.path[:depth]:
        at = text.find(part, at) + len(part)
    found = text.find(name.path[depth], at, name.end)
    return (found, found + len(name.path[depth])) if found >= 0 else (name.start, name.end)


def _problem(name: NameUse, template: PlacedTemplate, document: Document) -> _Found | None:
    root, scope, rest = name.path[0], template.scope, list(name.path[1:3])
    if root not in scope.names:
        return _unknown_root(root, template, document)
    if root == "params" and rest:
        return _parameter(rest[0], document)
    if root == "steps" and rest:
        return _step(rest, template, document) or _in_list(name, scope.steps.get(rest[0]), 2)
    if root == "this" and rest and scope.this is not None:
        known = scope.this.own_fields() | COMMON_RESULT_FIELDS
        if rest[0] not in known | _METHODS:
            message = f"a {scope.this.kind} step has no field {rest[0]!r}"
            near = None if rest[0] in HABITUAL_FIELDS else closest(rest[0], known)
            help_ = HABITUAL_FIELDS.get(rest[0]) or did_you_mean(rest[0], known, what="fields of `this`")
            if rest[0] in scope.this.result_fields:
                message, help_ = f"this step has no field {rest[0]!r}: it names no parser", _PARSE
                near = None
            return _Found(1, Code.UNKNOWN_FIELD, message, help_, near)
        return _in_list(name, scope.this, 1) if scope.this.loop is None else None
    return None


def _unknown_root(root: str, template: PlacedTemplate, document: Document) -> _Found:
    why = template.scope.why_not(root)
    if root == "item" and "index" in template.scope.names:
        why = "is not what the item of this loop is called"
    if why is not None:
        help_ = f"names here: {', '.join(sorted(template.scope.names))}"
        return _Found(0, Code.OUT_OF_SCOPE, f"the name {root!r} {why}", help_)
    if root in _parameters(document):
        return _Found(
            0, Code.UNKNOWN_NAME, f"unknown name {root!r}", f"did you mean 'params.{root}'?", f"params.{root}"
        )
    if root in document.ids:
        return _Found(
            0, Code.UNKNOWN_NAME, f"unknown name {root!r}", f"did you mean 'steps.{root}'?", f"steps.{root}"
        )
    message = f"unknown name {root!r}"
    habit = habit_of_name(root)
    help_ = habit or did_you_mean(root, template.scope.names, what="names here")
    near = None if habit else closest(root, template.scope.names)
    return _Found(0, Code.UNKNOWN_NAME, message, help_, near)


def _parameters(document: Document) -> set[str]:
    node = document.node.at("parameters")
    return set(node.keys) if node is not None and node.kind == "mapping" else set()


def _parameter(name: str, document: Document) -> _Found | None:
    known = _parameters(document)
    if name in known or name in _METHODS:
        return None
    what = "parameters" if known else "the block has no parameters; known"
    help_ = did_you_mean(name, known, what=what) if known else "declare it under `parameters:`"
    message = f"the block has no parameter {name!r}"
    return _Found(1, Code.UNKNOWN_PARAMETER, message, help_, closest(name, known))


def _step(rest: list[str], template: PlacedTemplate, document: Document) -> _Found | None:
    scope, step_id = template.scope, rest[0]
    step = scope.steps.get(step_id)
    if step is not None:
        return _field(step_id, rest[1:], step)
    why = scope.unreadable.get(step_id)
    if why in _TIMING:
        help_ = "use `this` in `until`" if why == "itself" else "move that step up, or this one down"
        return _Found(1, Code.LATER_STEP, f"step {step_id!r} {_TIMING[why]}", help_)
    if why is not None:
        return _Found(
            1,
            Code.OUT_OF_SCOPE,
            f"step {step_id!r} runs on every device, this is seen once for the block",
            why,
        )
    if step_id in document.broken_ids or step_id in _METHODS:
        return None
    known = document.ids
    help_ = did_you_mean(step_id, known, what="steps with an id") if known else "give the step an `id`"
    if any(step.name == step_id for step in document.block.steps):
        help_ = f"a `name` is only a title: give the step `id: {step_id}`"
    return _Found(1, Code.UNKNOWN_STEP, f"there is no step {step_id!r}", help_, closest(step_id, known))


def _in_list(name: NameUse, step: StepModel | None, at: int) -> _Found | None:
    """What is read of a list, the part of a name at a depth, as if it were one of its items."""
    if step is None or name.guarded or len(name.path) < at + 2 or not is_list(step, name.path[at]):
        return None
    field, key = name.path[at], name.path[at + 1]
    message = f"`{'.'.join(name.path[: at + 1])}` is a list, which has no field {key!r}"
    return _Found(at + 1, Code.UNKNOWN_FIELD, message, how_to_read(field, key))


def _field(step_id: str, rest: list[str], step: StepModel) -> _Found | None:
    known = step.fields()
    if not rest or rest[0] in known or rest[0] in _METHODS:
        return None
    own = known - COMMON_RESULT_FIELDS
    if rest[0] in step.result_fields and step.loop is None:
        message = f"step {step_id!r} has no field {rest[0]!r}: it names no parser"
        return _Found(2, Code.UNKNOWN_FIELD, message, _PARSE)
    message = f"step {step_id!r} ({step.kind}) has no field {rest[0]!r}"
    if step.loop is not None and rest[0] in step.result_fields:
        help_ = f"it is repeated: `steps.{step_id}.results` is a list, each item has {rest[0]}"
        return _Found(2, Code.UNKNOWN_FIELD, message, help_)
    if rest[0] in HABITUAL_FIELDS:
        return _Found(2, Code.UNKNOWN_FIELD, message, HABITUAL_FIELDS[rest[0]])
    near = f"value.{rest[0]}" if _is_set(step, rest[0]) else closest(rest[0], own)
    every = ", ".join([*sorted(own), *sorted(COMMON_RESULT_FIELDS)])
    help_ = f"did you mean {near!r}?" if near else f"fields: {every}"
    return _Found(2, Code.UNKNOWN_FIELD, message, help_, near)


def _is_set(step: StepModel, key: str) -> bool:
    """Whether a step sets a mapping with that key, which is read as part of its value."""
    value = getattr(step, "set", None)
    return isinstance(value, dict) and key in value
