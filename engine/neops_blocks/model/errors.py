"""pydantic's errors in an engineer's words, each at its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Code, Finding, Severity, Span, closest, did_you_mean
from neops_blocks.model.document import dotted
from neops_blocks.model.fields import keys_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic import BaseModel, ValidationError

    from neops_blocks.source import Node

Path = tuple[str | int, ...]
_TYPES = {
    "string_type": "text",
    "string_sub_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "none_required": "nothing",
}
_LIMITS = {
    "greater_than": ("gt", "more than {}"),
    "greater_than_equal": ("ge", "at least {}"),
    "less_than": ("lt", "less than {}"),
    "less_than_equal": ("le", "at most {}"),
}
_QUOTED = re.compile(r"'([^']*)'")


@dataclass(frozen=True)
class _Error:
    """One error of pydantic, and where in the document it is."""

    path: Path
    rest: Path
    type: str
    input: Any
    context: Mapping[str, Any]

    @property
    def label(self) -> str:
        names = [part for part in self.path if isinstance(part, str)]
        return names[-1] if names else "the block"


def findings_of(error: ValidationError, model: type[BaseModel], node: Node, base: Path) -> list[Finding]:
    """One finding for each thing wrong with the mapping at node, which stands at the path base."""
    errors = [_located(item, node) for item in error.errors(include_url=False)]
    return [_finding(group, model, node, base) for group in _groups(errors)]


def _located(item: Any, node: Node) -> _Error:
    """Follow pydantic's location down the nodes; parts that only name a branch of a union are passed over."""
    path: list[str | int] = []
    rest = list(item["loc"])
    here = node
    while rest and rest[0] != "[key]" and not (len(rest) == 1 and item["type"] in _KEYS):
        part = rest.pop(0)
        child = here.child(part)
        if child is not None:
            path.append(part)
            here = child
    return _Error(tuple(path), tuple(rest), item["type"], item.get("input"), item.get("ctx") or {})


def _groups(errors: list[_Error]) -> Iterable[list[_Error]]:
    """Errors of the branches of one union together; those of a branch that fits better alone."""
    deep = [
        error
        for error in errors
        if not (
            error.type in _TYPES
            and any(other.path[: len(error.path)] == error.path != other.path for other in errors)
        )
    ]
    groups: dict[tuple[Any, ...], list[_Error]] = {}
    for error in deep:
        groups.setdefault((error.path, error.rest), []).append(error)
    return groups.values()


def _finding(group: list[_Error], model: type[BaseModel], node: Node, base: Path) -> Finding:
    error = next((error for error in group if error.type not in _TYPES), group[0])
    at = node.at(*error.path)
    target = at if at is not None else node
    if error.type in _KEYS:
        return _KEYS[error.type](error, keys_at(model, error.path), target, base)
    if error.rest:
        return _bad_key(error, node, base)
    code, message, help_ = _sentence(group, error, target)
    span = target.span if target.raw else _key_span(error.path, node, target)
    return Finding(code, message, Severity.ERROR, span, path=dotted((*base, *error.path)), help=help_)


def _key_span(path: Path, node: Node, target: Node) -> Span:
    """The place of the key whose value is empty."""
    parent = node.at(*path[:-1]) if path else None
    return parent.keys.get(str(path[-1]), target.span) if parent is not None else target.span


def _missing(error: _Error, known: set[str], node: Node, base: Path) -> Finding:
    name = str(error.rest[-1])
    where = dotted((*base, *error.path))
    near = next((key for key in node.keys if key not in known and closest(key, [name])), None)
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


def _unknown(error: _Error, known: set[str], node: Node, base: Path) -> Finding:
    name = str(error.rest[-1])
    return Finding(
        Code.UNKNOWN_KEY,
        f"unknown key {name!r}",
        Severity.ERROR,
        node.keys.get(name, node.span),
        path=dotted((*base, *error.path, name)),
        help=did_you_mean(name, known, what="keys here"),
    )


_KEYS: dict[str, Callable[[_Error, set[str], Node, Path], Finding]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
}


def _bad_key(error: _Error, node: Node, base: Path) -> Finding:
    parent = node.at(*error.path[:-1])
    name = str(error.path[-1])
    span = parent.keys.get(name, node.span) if parent is not None else node.span
    return Finding(
        Code.BAD_NAME,
        f"{name!r} is not a name",
        Severity.ERROR,
        span,
        path=dotted((*base, *error.path)),
        help=_NAME_HELP,
    )


_NAME_HELP = "a name begins with a lower-case letter and goes on with letters, digits and _"


def _sentence(group: list[_Error], error: _Error, node: Node) -> tuple[Code, str, str | None]:
    label, context = error.label, error.context
    got = described(node)
    if error.type == "expected" or error.type in _TYPES:
        wanted = [context["what"]] if error.type == "expected" else _wanted(group)
        message = f"{label}: expected {' or '.join(wanted)}, got {got}"
        if "text" in wanted and isinstance(node.value, (bool, int, float)):
            return Code.NUMBER_FOR_TEXT, message, f"quote it: '{node.raw}'"
        return Code.WRONG_TYPE, message, None
    if error.type == "literal_error":
        names = [
            name
            for item in group
            if item.type == error.type
            for name in _QUOTED.findall(item.context["expected"])
        ]
        if not isinstance(node.value, str):
            return Code.WRONG_TYPE, f"{label}: expected {_either(names)}, got {got}", None
        return (
            Code.WRONG_VALUE,
            f"{label}: {node.value!r} is not possible here",
            did_you_mean(node.value, names, what="possible"),
        )
    if error.type in _LIMITS:
        name, words = _LIMITS[error.type]
        return Code.WRONG_VALUE, f"{label}: expected {words.format(context[name])}, got {got}", None
    code, words, help_ = _SPECIAL.get(error.type, (Code.WRONG_VALUE, "{type} is wrong here", None))
    facts = {**context, "label": label, "value": repr(node.value), "type": error.type}
    if error.type == "unknown_type":
        help_ = did_you_mean(context["name"], context["known"], what="types")
    return code, f"{label}: {words.format(**facts)}", help_ and help_.format(**facts)


def _wanted(group: list[_Error]) -> list[str]:
    wanted = dict.fromkeys(_TYPES[error.type] for error in group if error.type in _TYPES)
    if "a number" in wanted:
        wanted.pop("a whole number", None)
    return list(wanted)


def _either(names: list[str]) -> str:
    return " or ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} or {names[-1]}"


_SPECIAL: Mapping[str, tuple[Code, str, str | None]] = {
    "bad_name": (Code.BAD_NAME, "{value} is not a name", _NAME_HELP),
    "bad_identifier": (
        Code.BAD_NAME,
        "{value} is not possible here",
        "only letters, digits, '_', '-' and '.', beginning with a letter or digit",
    ),
    "bad_version": (Code.WRONG_VALUE, "{value} is not a version", "three numbers such as 1.2.0"),
    "unknown_type": (Code.WRONG_VALUE, "there is no type {name!r}", None),
    "no_value": (
        Code.MISSING_KEY,
        "a field of the result needs a value",
        "add `value:` (one for the block) or `per_device:` (one for each device)",
    ),
    "two_values": (
        Code.WRONG_VALUE,
        "a field of the result has either `value` or `per_device`",
        "remove one of the two",
    ),
    "too_short": (Code.WRONG_VALUE, "at least one item is needed", None),
    "string_too_short": (Code.WRONG_VALUE, "the text is empty", None),
    "string_pattern_mismatch": (
        Code.WRONG_VALUE,
        "{value} does not have the right form",
        "it has to match {pattern}",
    ),
    "value_error": (Code.WRONG_VALUE, "{error}", None),
}


def described(node: Node) -> str:
    """What a node holds, in an engineer's words."""
    value = node.value
    if node.kind != "scalar":
        return f"a {'list' if node.kind == 'sequence' else 'mapping'}"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"text {value!r}" if len(value) <= 60 else f"text {value[:57]!r}..."
    return f"the number {node.raw}"
