"""The tokens of a template, with their places in its text.

Jinja's own tokens have a line and no column, and white space that it trims and line ends that it folds shift
any count; so each token is found again in the text.
"""

from __future__ import annotations

import ast
import functools
import math
import re
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import TemplateSyntaxError
from jinja2 import lexer as jinja

from neops_blocks.templates import wording
from neops_blocks.templates.environment import environment
from neops_blocks.templates.problem import TemplateSyntaxProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARKS = ("{{", "{%", "{#")
MAX_DIGITS = 100
MAX_TOKENS = 20_000
SHORT = 200
"""Characters of a text of which tokens and tree are kept for a while, for every rule asks for them."""
UNSEEN = frozenset({"comment_begin", "comment", "comment_end", "raw_begin", "raw_end"})
_ESCAPE = re.compile(
    r"""\\(?:[abfnrtv\\'"\n]|x[0-9a-fA-F]{2}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U00(?:0[1-9a-fA-F]|10)[0-9a-fA-F]{4})"""
)


class Token(NamedTuple):
    """A token at the characters start..end of the text."""

    start: int
    end: int
    kind: str
    raw: str


def has_template(text: str) -> bool:
    """Whether the text holds template syntax at all."""
    return any(mark in text for mark in MARKS)


def tokens_of(text: str, *, bare: bool) -> Sequence[Token]:
    """Every token but white space; `bare` reads an expression without braces.

    Raises:
        TemplateSyntaxProblem: the text cannot be read.
    """
    return _kept(text, bare) if len(text) <= SHORT else _lexed(text, bare)


@functools.lru_cache(maxsize=4096)
def _kept(text: str, bare: bool) -> Sequence[Token]:
    return _lexed(text, bare)


def _lexed(text: str, bare: bool) -> Sequence[Token]:
    plain, places = _unix(text)
    found: list[Token] = []
    at = 0
    try:
        for _, kind, raw in environment().lexer.tokeniter(plain, None, None, "variable" if bare else None):
            start = at if plain.startswith(raw, at) else plain.find(raw, at)
            at = start + len(raw)
            if kind != "whitespace":
                found.append(Token(places[start], places[at], kind, raw))
                if len(found) > MAX_TOKENS:
                    raise TemplateSyntaxProblem("the template is too long", 0, len(text))
    except TemplateSyntaxError as error:
        raise wording.unreadable(text, found, places[at], str(error.message), bare=bare) from None
    return tuple(found)


def dashed(tokens: Sequence[Token]) -> frozenset[str]:
    """The names that stand right after a dash, as in `steps.my-step`."""
    if not any(token.raw == "-" for token in tokens):
        return frozenset()
    three = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return frozenset(c.raw for a, b, c in three if b.raw == "-" and a.end == b.start and b.end == c.start)


def _unix(text: str) -> tuple[str, Sequence[int]]:
    """The text with line ends as Jinja has them, and where each of its characters stands in the real one."""
    if "\r" not in text:
        return text, range(len(text) + 1)
    characters, places = [], []
    for index, character in enumerate(text):
        if character != "\n" or not index or text[index - 1] != "\r":
            characters.append("\n" if character == "\r" else character)
            places.append(index)
    return "".join(characters), [*places, len(text)]


def stream(tokens: Sequence[Token], *, literal: bool) -> Iterator[jinja.Token]:
    """The tokens as Jinja's parser takes them, the line of each being its index in `tokens`.

    `literal`: backslashes in texts stand for themselves, except before the quote that ends the text.

    Raises:
        TemplateSyntaxProblem: a number is too large, or a name holds a character that names cannot have.
    """
    for index, token in enumerate(tokens):
        if token.kind not in UNSEEN:
            kind, value = _value(token, literal=literal)
            yield jinja.Token(index, kind, value)  # type: ignore[arg-type]


def _value(token: Token, *, literal: bool) -> tuple[str, object]:
    kind, raw = token.kind, token.raw
    if kind == "string":
        return kind, _unquoted(raw, literal=literal)
    if kind == "operator":
        return jinja.operators[raw], raw
    if kind == "name" and not raw.isidentifier():
        raise _refused(token, f"{raw!r} is not a name")
    if kind in {"integer", "float"}:
        return kind, _number(token)
    return kind, raw


def _number(token: Token) -> float:
    raw = token.raw.replace("_", "")
    number: float = math.inf if len(raw) > MAX_DIGITS else ast.literal_eval(raw)
    if number == math.inf:
        raise _refused(token, "this number is too large")
    return number


def _refused(token: Token, message: str) -> TemplateSyntaxProblem:
    return TemplateSyntaxProblem(message, token.start, token.end)


def _unquoted(raw: str, *, literal: bool) -> str:
    quote, inside = raw[0], raw[1:-1]
    if literal:
        return inside.replace("\\" + quote, quote)
    return _ESCAPE.sub(_escaped, inside) if "\\" in inside else inside


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("ascii").decode("unicode-escape")
