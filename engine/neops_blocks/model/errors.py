"""pydantic's errors in an engineer's words, each at its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Finding, Fix, Severity, Span, closest, did_you_mean, habit_of_key
from neops_blocks.model.document import dotted
from neops_blocks.model.fields import keys_at
from neops_blocks.model.located import TYPE_WORDS, LocatedError, Path, grouped, located
from neops_blocks.model.words import NAME_HELP, mended, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel, ValidationError

    from neops_blocks.source import Node


def findings_of(error: ValidationError, model: type[BaseModel], node: Node, base: Path) -> list[Finding]:
    """One finding for each thing wrong with the mapping at node, which stands at the path base."""
    errors = [located(item, node) for item in error.errors(include_url=False)]
    return [_finding(group, model, node, base) for group in grouped(errors)]


def _finding(group: list[LocatedError], model: type[BaseModel], node: Node, base: Path) -> Finding:
    error = next((error for error in group if error.type not in TYPE_WORDS), group[0])
    at = node.at(*error.path)
    target = at if at is not None else node
    if error.type in _KEYS:
        return _KEYS[error.type](error, keys_at(model, error.path), target, base)
    if error.rest:
        return _bad_key(error, node, base)
    code, message, help_ = sentence(group, error, target)
    span = target.span if target.raw else _key_span(error.path, node, target)
    path = dotted((*base, *error.path))
    fix = mended(group, error, target) if target.raw else None
    return Finding(code, message, Severity.ERROR, span, path=path, help=help_, fix=fix)


def _key_span(path: Path, node: Node, target: Node) -> Span:
    """The place of the key whose value is empty."""
    parent = node.at(*path[:-1]) if path else None
    return parent.keys.get(str(path[-1]), target.span) if parent is not None else target.span


def _missing(error: LocatedError, known: set[str], node: Node, base: Path) -> Finding:
    name = str(error.rest[-1])
    path = (*base, *error.path)
    where = dotted(path)
    others = (key for key in node.keys if key not in known and habit_of_key(key, path) is None)
    near = next((key for key in others if closest(key, [name])), None)
    return Finding(
        Code.MISSING_KEY,
        f"the key {name!r} is missing" + (f" in {where}" if where else ""),
        Severity.ERROR,
        _head(node),
        path=where,
        help=f"did you mean it by {near!r}?" if near else f"add `{name}:`",
    )


def _head(node: Node) -> Span:
    """Where a mapping begins: its first key."""
    return next(iter(node.keys.values()), node.span) if node.kind == "mapping" else node.span


def _unknown(error: LocatedError, known: set[str], node: Node, base: Path) -> Finding:
    name = str(error.rest[-1])
    habit = habit_of_key(name, (*base, *error.path))
    renamed = re.fullmatch(r"write `(\w+)`", habit or "")
    near = renamed[1] if renamed else closest(name, known) if habit is None else None
    is_new = name in node.keys and near in known and near not in node.keys
    return Finding(
        Code.UNKNOWN_KEY,
        f"unknown key {name!r}",
        Severity.ERROR,
        node.keys.get(name, node.span),
        path=dotted((*base, *error.path, name)),
        help=habit or did_you_mean(name, known, what="keys here"),
        fix=Fix.guess(node.key_words(name), near) if is_new else None,
    )


_KEYS: dict[str, Callable[[LocatedError, set[str], Node, Path], Finding]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
}


def _bad_key(error: LocatedError, node: Node, base: Path) -> Finding:
    parent = node.at(*error.path[:-1])
    name = str(error.path[-1])
    span = parent.keys.get(name, node.span) if parent is not None else node.span
    return Finding(
        Code.BAD_NAME,
        f"{name!r} is not a name",
        Severity.ERROR,
        span,
        path=dotted((*base, *error.path)),
        help=NAME_HELP,
    )
