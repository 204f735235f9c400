"""What of an expression stands before the cursor: a chain of names, a filter or a test."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "filter", "test"]
BARE_KEYS = frozenset({"when", "until", "that", "where", "success", "over", "devices", "loop"})
"""Keys whose value is an expression without braces."""

ITEM = "[]"
"""A part of a chain that is an item of a list, or of a mapping by a key that is computed."""

_OPEN = re.compile(r"\{\{-?|\{%-?|\{#")
_CLOSE = {"{{": "}}", "{%": "%}", "{#": "#}"}
_TEXTS = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
_WORD = re.compile(r"[A-Za-z_]\w*\Z|\Z")
_NUMBER = re.compile(r"(?<![\w.])\d+\.\Z")
_FILTER = re.compile(r"\|\s*\Z")
_TEST = re.compile(r"\bis\s+(?:not\s+)?\Z")
_SUBSCRIPT = re.compile(r"""\[\s*(?P<quote>["'])(?P<partial>[\w-]*)\Z""")
_LINK = re.compile(
    r"""(?:\.?(?P<name>[A-Za-z_]\w*)|\[\s*(?P<q>["'])(?P<key>[^"'\]]*)(?P=q)\s*\]|(?P<index>\[[^\[\]]*\]))\Z"""
)


@dataclass(frozen=True)
class Part:
    """What is being written at the end of an expression.

    Attributes:
        kind: what it is.
        chain: for a name, the names before it: `steps.show.out` has ("steps", "show").
        partial: the characters of it that are there.
    """

    kind: Kind
    chain: tuple[str, ...]
    partial: str


def inside_braces(before: str) -> str | None:
    """What stands between the last opening braces and the end of a text; None where they are closed."""
    opened = list(_OPEN.finditer(before))
    if not opened:
        return None
    last = opened[-1]
    brace = last.group()[:2]
    inside = before[last.end() :]
    if brace == "{#" or _CLOSE[brace] in _TEXTS.sub("", inside):
        return None
    if brace == "{%":
        return re.sub(r"^\s*\w+(?:\s+|\Z)", "", inside) if re.match(r"\s*\w+\s", inside) else None
    return inside


def part_at_end(expression: str) -> Part | None:
    """What is being written at the end of an expression; None inside a text or a number."""
    subscript = _SUBSCRIPT.search(expression)
    if subscript is not None and not _in_text(expression[: subscript.start("quote")]):
        return Part("name", _chain(expression[: subscript.start()]), subscript["partial"])
    if _in_text(expression):
        return None
    word = _WORD.search(expression)
    assert word is not None
    partial, before = word.group(), expression[: word.start()]
    if before[-1:].isalnum() or _NUMBER.search(before):
        return None
    if _FILTER.search(before):
        return Part("filter", (), partial)
    if _TEST.search(before):
        return Part("test", (), partial)
    if not before.endswith("."):
        return Part("name", (), partial)
    chain = _chain(before[:-1])
    return Part("name", chain, partial) if chain else None


def _in_text(expression: str) -> bool:
    rest = _TEXTS.sub("", expression)
    return "'" in rest or '"' in rest


def _chain(text: str) -> tuple[str, ...]:
    """The names at the end of a text, outermost first; empty where they begin with something else."""
    found: list[str] = []
    while True:
        link = _LINK.search(text)
        if link is None:
            return ()
        found.insert(0, link["name"] or (link["key"] if link["key"] is not None else ITEM))
        rest = text[: link.start()]
        dotted = link.group().startswith(".")
        if link["name"] is not None and not dotted:
            return () if rest[-1:] in (")", "]", '"', "'") else tuple(found)
        text = rest
