"""What Jinja's lexer sees in a text: one expression, or several things, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from neops_blocks.templates.sandbox import sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHER = frozenset({"data", "variable_begin", "variable_end", "block_begin", "comment_begin", "raw_begin"})


def has_syntax(text: str) -> bool:
    """Whether there is anything to evaluate."""
    return "{{" in text or "{%" in text or "{#" in text


def expression_inside(text: str) -> str | None:
    """What stands in the braces of a text that is exactly one `{{ }}`, else None."""
    text = text.strip()
    if not text.startswith("{{"):
        return None
    try:
        tokens = [(kind, raw) for _, kind, raw in sandbox().lex(text)]
    except TemplateSyntaxError:
        return None
    if len(tokens) < 2 or tokens[0][0] != "variable_begin" or tokens[-1][0] != "variable_end":
        return None
    if any(kind in _OTHER for kind, _ in tokens[1:-1]):
        return None
    return "".join(raw for _, raw in tokens[1:-1])


def with_literal_backslashes(expression: str) -> str:
    """The expression with backslashes in its strings doubled, but those before the string's own quote."""
    try:
        tokens = [(kind, raw) for _, kind, raw in sandbox().lex("{{" + expression + "}}")]
    except TemplateSyntaxError:
        return expression
    if tokens[-1][0] != "variable_end" or any(kind in _OTHER for kind, _ in tokens[1:-1]):
        return expression
    return "".join(_literal(raw) if kind == "string" else raw for kind, raw in tokens[1:-1])


def _literal(raw: str) -> str:
    quote, inside = raw[0], raw[1:-1]
    parts = inside.split("\\" + quote)
    return quote + ("\\" + quote).join(part.replace("\\", "\\\\") for part in parts) + quote


def placed_tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind, raw text, offset in text) of every token but white space.

    Raises:
        TemplateSyntaxError: the text cannot be read.
    """
    plain, places = _unix(text)
    at = 0
    for _, kind, raw in sandbox().lex(plain):
        found = plain.find(raw, at)
        if found < 0:
            continue
        at = found + len(raw)
        if kind != "whitespace":
            yield kind, raw, places[found]


def _unix(text: str) -> tuple[str, list[int]]:
    characters, places = [], []
    for index, character in enumerate(text):
        if character == "\n" and index and text[index - 1] == "\r":
            continue
        characters.append("\n" if character == "\r" else character)
        places.append(index)
    return "".join(characters), [*places, len(text)]
