"""YAML tags: the core ones mean something, every other one is refused, and nothing is ever constructed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from neops_blocks.diagnostics import Code
from neops_blocks.source.scalars import PlainValue, resolve

_CORE = "tag:yaml.org,2002:"
_SCALARS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "null": (type(None),),
}
_COLLECTIONS = {"map", "seq"}
_NAMES: dict[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    type(None): "empty",
    dict: "a mapping",
    list: "a list",
}


@dataclass(frozen=True)
class TagProblem:
    """What is wrong with a tag or the scalar that carries it."""

    code: Code
    message: str
    help: str
    text: bool = False
    """Whether the tag was probably meant as part of a text."""


def described(value: object) -> str:
    """The kind of a value in an engineer's words."""
    return _NAMES.get(type(value), "no plain value")


def scalar_value(event: Any, raw: str) -> tuple[PlainValue, TagProblem | None]:
    """The value of a scalar event, and what is wrong with it."""
    tag, text = event.tag, str(event.value)
    try:
        if tag is None:
            return (text if event.style else resolve(text)), None
        if tag == "!":
            return (text, None) if event.style else (text, _bare(raw))
        name = tag.removeprefix(_CORE)
        if name not in _SCALARS or not tag.startswith(_CORE):
            return text, _unknown(tag, raw)
        return _tagged(name, text)
    except ValueError:
        return text, TagProblem(Code.BAD_SCALAR, "the number has too many digits", "quote it if it is text")


def collection_problem(event: Any) -> TagProblem | None:
    """What is wrong with the tag of a mapping or sequence event."""
    tag = event.tag
    if tag is None or (tag.startswith(_CORE) and tag.removeprefix(_CORE) in _COLLECTIONS):
        return None
    return _bare("!") if tag == "!" else _unknown(tag, tag)


def _tagged(name: str, text: str) -> tuple[PlainValue, TagProblem | None]:
    if name == "str":
        return text, None
    value = resolve(text)
    fits = isinstance(value, _SCALARS[name]) and (isinstance(value, bool) == (name == "bool"))
    if fits:
        return (float(value) if name == "float" and isinstance(value, int) else value), None
    message = f"{text!r} does not fit its tag !!{name}"
    return text, TagProblem(Code.BAD_SCALAR, message, "remove the tag, or correct the value")


def _bare(raw: str) -> TagProblem:
    return TagProblem(
        Code.BARE_TAG,
        "an exclamation mark begins a YAML tag here, so it is not part of the text",
        f"quote the text: '{_one_line(raw)}'",
        text=True,
    )


_OF_OTHER_TOOLS = {
    "!env": "what differs between places is a parameter",
    "!include": "a block stands alone: write it here, or repeat it by an anchor and an alias",
    "!unsafe": "remove the tag: what a device answers is never evaluated",
    "!vault": "remove it: a secret comes from the inventory, or is a parameter with `secret: true`",
}


def _unknown(tag: str, raw: str) -> TagProblem:
    shown = f"!!{tag.removeprefix(_CORE)}" if tag.startswith(_CORE) else tag
    return TagProblem(
        Code.UNKNOWN_TAG,
        f"{shown} is read as a YAML tag, and blocks have no tags of their own",
        _OF_OTHER_TOOLS.get(tag) or f"if it is text, quote it: '{_one_line(raw)}'; else remove the tag",
        text=not shown.startswith("!!"),
    )


def _one_line(raw: str) -> str:
    first = raw.split("\n", 1)[0].strip()
    return first if len(first) <= 60 else f"{first[:57]}..."
