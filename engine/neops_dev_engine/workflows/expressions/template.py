"""`Template`: text with expressions in double braces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from neops_dev_engine.workflows.expressions.expression import Expression, ExpressionError, expression_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN, _CLOSE = "{{", "}}"
_QUOTES = "'\"`"


@dataclass(frozen=True)
class Template:
    """Text, taken apart.

    Attributes:
        parts: text and expressions, in order.
    """

    parts: tuple[str | Expression, ...]

    @property
    def whole(self) -> Expression | None:
        """The expression that is all of the text: its value keeps its type."""
        only = self.parts[0] if len(self.parts) == 1 else None
        return only if isinstance(only, Expression) else None

    @property
    def expressions(self) -> list[Expression]:
        """All expressions in it."""
        return [part for part in self.parts if isinstance(part, Expression)]


@lru_cache(2048)
def template_of(text: str) -> Template:
    """A text as a template; spaces around a single expression do not count.

    Raises:
        ExpressionError: braces are not closed, or an expression is none.
    """
    stripped = text.strip()
    if stripped.startswith(_OPEN) and _end(stripped, len(_OPEN)) == len(stripped) - len(_CLOSE):
        return Template((expression_of(stripped[2:-2].strip()),))
    parts: list[str | Expression] = []
    rest = 0
    while (begin := text.find(_OPEN, rest)) != -1:
        end = _end(text, begin + len(_OPEN))
        parts += [text[rest:begin], expression_of(text[begin + len(_OPEN) : end].strip())]
        rest = end + len(_CLOSE)
    parts.append(text[rest:])
    return Template(tuple(part for part in parts if part != "") or ("",))


def condition_of(text: str) -> Expression:
    """The expression of a condition, which may be written with or without its braces.

    Raises:
        ExpressionError: it is none.
    """
    if _OPEN not in text:
        return expression_of(text.strip())
    whole = template_of(text).whole
    if whole is None:
        raise ExpressionError(f"{text!r} is not one expression: a condition has nothing around its braces")
    return whole


def templates_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts with braces in a value, at any depth, each with its path."""
    if isinstance(value, str):
        if _OPEN in value:
            yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from templates_in(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from templates_in(item, (*path, number))


def _end(text: str, begin: int) -> int:
    """Where the braces close whose inside begins here: not within quotes, nor within braces of JMESPath."""
    depth, place = 0, begin
    quote: str | None = None
    while place < len(text):
        here = text[place]
        if quote is not None:
            if here == "\\":
                place += 1
            elif here == quote:
                quote = None
        elif here in _QUOTES:
            quote = here
        elif here == "{":
            depth += 1
        elif here == "}" and depth > 0:
            depth -= 1
        elif text.startswith(_CLOSE, place):
            return place
        place += 1
    raise ExpressionError(f"the braces in {text[:80]!r} are not closed")
