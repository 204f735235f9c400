"""Resolves the names of a template in its scope; each problem carries the code of the rule it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix
from neops_blocks.lint.declaring import declaration
from neops_blocks.lint.misread import (
    METHODS,
    Found,
    in_list,
    no_step,
    unknown_field,
    unknown_field_of_this,
)
from neops_blocks.lint.unknown_names import unknown_parameter, unknown_root
from neops_blocks.templates import attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Span
    from neops_blocks.lint.uses import PlacedTemplate
    from neops_blocks.model import Document
    from neops_blocks.templates import Attribute, NameUse

_WHOLE = frozenset({"hosts", "succeeded"})
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
            place = place_of_part(template.use.text, name, found.depth)
            yield _placed(found, name.path, place, template, document)
    if any(name.path[0] in _WHOLE for name in template.analysis.names):
        for attribute in attributes(template.use.text, bare=template.use.bare):
            found = _problem_of_attribute(attribute, document)
            if found is not None:
                start = attribute.start + sum(len(part) + 1 for part in attribute.path[: found.depth])
                place = (start, start + len(attribute.path[found.depth]))
                yield _placed(found, attribute.path, place, template, document)


def _placed(
    found: Found, path: tuple[str, ...], place: tuple[int, int], template: PlacedTemplate, document: Document
) -> NameProblem:
    span = template.span(*place)
    fix = _fix(found, path[found.depth], span, document)
    return NameProblem(found.code, found.message, found.help, span, template.path, fix)


def _problem_of_attribute(attribute: Attribute, document: Document) -> Found | None:
    """What is wrong with a step that a filter reads of every device, by its name in quotes."""
    if attribute.path[0] != "steps" or len(attribute.path) < 2 or attribute.path[1] in document.broken_ids:
        return None
    step_id, *rest = attribute.path[1:]
    step = next((step for step in document.block.steps if step.id == step_id), None)
    if step is None:
        return no_step(step_id, document)
    return unknown_field(step_id, rest[0], step) if rest else None


def _fix(found: Found, part: str, span: Span, document: Document) -> Fix | None:
    """Write what was meant; where nothing is near, declare a parameter."""
    if document.source.text[span.start.offset : span.end.offset] != part:
        return None
    if found.near is None and found.code == Code.UNKNOWN_PARAMETER:
        return declaration(part, document)
    is_name = found.near is not None and all(map(str.isidentifier, found.near.split(".")))
    return Fix.guess(span, found.near) if is_name else None


def place_of_part(text: str, name: NameUse, depth: int) -> tuple[int, int]:
    """Where a part of the name stands in the template."""
    at = name.start
    for part in name.path[:depth]:
        at = text.find(part, at) + len(part)
    found = text.find(name.path[depth], at, name.end)
    return (found, found + len(name.path[depth])) if found >= 0 else (name.start, name.end)


def _problem(name: NameUse, template: PlacedTemplate, document: Document) -> Found | None:
    root, scope, rest = name.path[0], template.scope, list(name.path[1:3])
    if root not in scope.names:
        return unknown_root(root, template, document)
    if root == "params" and rest:
        return unknown_parameter(rest[0], document)
    if root == "steps" and rest:
        return _step(rest, template, document) or in_list(name, scope.steps.get(rest[0]), 2)
    if root == "this" and rest and scope.this is not None:
        unknown = unknown_field_of_this(rest[0], scope.this)
        return unknown or (in_list(name, scope.this, 1) if scope.this.loop is None else None)
    return None


def _step(rest: list[str], template: PlacedTemplate, document: Document) -> Found | None:
    scope, step_id = template.scope, rest[0]
    step = scope.steps.get(step_id)
    if step is not None:
        return unknown_field(step_id, rest[1], step) if len(rest) > 1 else None
    why = scope.unreadable.get(step_id)
    if why in _TIMING:
        help_ = "use `this` in `until`" if why == "itself" else "move that step up, or this one down"
        return Found(1, Code.LATER_STEP, f"step {step_id!r} {_TIMING[why]}", help_)
    if why is not None:
        return Found(
            1,
            Code.OUT_OF_SCOPE,
            f"step {step_id!r} runs on every device, this is seen once for the block",
            why,
        )
    if step_id in document.broken_ids or step_id in METHODS:
        return None
    return no_step(step_id, document)
