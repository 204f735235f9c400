"""Calls of methods that change what they are called on: no template may, whatever it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from neops_blocks.templates.lexing import tokens_of
from neops_blocks.templates.problem import TemplateSyntaxProblem

if TYPE_CHECKING:
    from neops_blocks.templates.lexing import Token

CHANGING = frozenset(
    {
        "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse",
        "setdefault", "sort", "update",
    }
)  # fmt: skip


def changing_calls(text: str, *, bare: bool) -> list[Token]:
    """The names of such methods where a template calls them."""
    if "(" not in text or not any(name in text for name in CHANGING):
        return []
    try:
        tokens = tokens_of(text, bare=bare)
    except TemplateSyntaxProblem:
        return []
    after_dot = [second for first, second in pairwise(tokens) if first.raw == "." and second.kind == "name"]
    called = {first.start for first, second in pairwise(tokens) if second.raw == "("}
    return [token for token in after_dot if token.raw in CHANGING and token.start in called]
