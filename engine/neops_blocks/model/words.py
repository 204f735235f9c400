"""What is wrong with a value, in an engineer's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import (
    HABITUAL_TYPES,
    Code,
    Edit,
    Fix,
    closest,
    did_you_mean,
    habit_of_shape,
    habit_of_type,
)
from neops_blocks.model.located import TYPE_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.model.located import LocatedError
    from neops_blocks.source import Node

NAME_HELP = "a name begins with a lower-case letter and goes on with letters, digits and _"
_LIMITS = {
    "greater_than": ("gt", "more than {}"),
    "greater_than_equal": ("ge", "at least {}"),
    "less_than": ("lt", "less than {}"),
    "less_than_equal": ("le", "at most {}"),
}
_TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "y"), "true"),
    **dict.fromkeys(("false", "no", "off", "n"), "false"),
}
_NUMBER = re.compile(r"\s*(?P<number>-?[0-9]+(?P<part>\.[0-9]+)?)\s*(?P<unit>s|sec|secs|seconds?)?\s*")
_QUOTED = re.compile(r"'([^']*)'")


def sentence(group: list[LocatedError], error: LocatedError, node: Node) -> tuple[Code, str, str | None]:
    """Code, message and help for an error of a group, about the value at node."""
    label, context = error.label, error.context
    got = described(node)
    if error.type == "expected" or error.type in TYPE_WORDS:
        wanted = [context["what"]] if error.type == "expected" else _wanted(group)
        message = f"{label}: expected {' or '.join(wanted)}, got {got}"
        if "text" in wanted and isinstance(node.value, (bool, int, float)):
            return Code.NUMBER_FOR_TEXT, message, f"quote it: '{node.raw}'"
        meant = _meant(wanted, node)
        return Code.WRONG_TYPE, message, f"write {meant}" if meant else habit_of_shape(label, wanted)
    if error.type == "literal_error":
        names = _possible(group)
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
    code, words, help_ = _SPECIAL.get(error.type, (Code.WRONG_VALUE, "{message}", None))
    facts = {**context, "label": label, "value": repr(node.value), "message": error.message}
    if error.type == "unknown_type":
        return code, f"{label}: {words.format(**facts)}", _help_for_type(label, **context)
    return code, f"{label}: {words.format(**facts)}", help_ and help_.format(**facts)


def _help_for_type(label: str, name: str, known: list[str]) -> str:
    habit = habit_of_type(name)
    near = HABITUAL_TYPES.get(name) or closest(name, known)
    if habit is None and near is None and label != "type":
        return f"a parameter is a type, or a mapping: `{label}: {{type: string, default: ...}}`"
    return habit or did_you_mean(near or name, known, what="types")


def mended(group: list[LocatedError], error: LocatedError, node: Node) -> Fix | None:
    """The value that was meant, where one is near; a number in quotes where text is expected, or without."""
    if isinstance(node.value, (bool, int, float)) and error.type in TYPE_WORDS and "text" in _wanted(group):
        return Fix("quote it", (Edit(node.words, f"'{node.raw}'"),), safe=False)
    if error.type == "expected" or error.type in TYPE_WORDS:
        wanted = [error.context["what"]] if error.type == "expected" else _wanted(group)
        bare = node.content == node.span
        return Fix.guess(node.content, _meant(wanted, node)) if bare else None
    if error.type == "unknown_type" and node.value == error.context["name"]:
        name = error.context["name"]
        near = HABITUAL_TYPES.get(name) or closest(name, error.context["known"])
        return Fix.guess(node.words, None if habit_of_type(name) else near)
    if error.type == "literal_error" and isinstance(node.value, str):
        return Fix.guess(node.words, closest(node.value, _possible(group)))
    return None


def _meant(wanted: list[str], node: Node) -> str | None:
    """What a text was meant as: a number in quotes, seconds with a unit, true and false of YAML 1.1."""
    text = node.value if node.kind == "scalar" and isinstance(node.value, str) else ""
    if "true or false" in wanted:
        return _TRUTHS.get(text.lower())
    number = _NUMBER.fullmatch(text)
    if number is None or (number["unit"] and not any("seconds" in what for what in wanted)):
        return None
    whole = any("whole number" in what or "number of devices" in what for what in wanted)
    fits = number["part"] is None if whole else any("number" in what for what in wanted)
    return number["number"] if fits else None


def _possible(group: list[LocatedError]) -> list[str]:
    """The texts that are possible by all the errors of a group together."""
    return [
        name
        for item in group
        if item.type == "literal_error"
        for name in _QUOTED.findall(item.context["expected"])
    ]


def _wanted(group: list[LocatedError]) -> list[str]:
    wanted = dict.fromkeys(TYPE_WORDS[error.type] for error in group if error.type in TYPE_WORDS)
    if "a number" in wanted:
        wanted.pop("a whole number", None)
    return list(wanted)


def _either(names: list[str]) -> str:
    return " or ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} or {names[-1]}"


_SPECIAL: Mapping[str, tuple[Code, str, str | None]] = {
    "bad_name": (Code.BAD_NAME, "{value} is not a name", NAME_HELP),
    "bad_identifier": (
        Code.BAD_NAME,
        "{value} is not possible here",
        "only letters, digits, '_', '-' and '.', beginning with a letter or digit",
    ),
    "bad_version": (Code.WRONG_VALUE, "{value} is not a version", "three numbers such as 1.2.0"),
    "bad_reference": (
        Code.WRONG_VALUE,
        "{value} names no function",
        "write file.py:function for a file beside the block, or package.module:function",
    ),
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
