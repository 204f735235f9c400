"""The tokens of a template with their places in its source text.

Jinja's own tokens have a line and no column, and white space that it trims and line ends that it folds shift any
count; so each token is found again in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError
from jinja2.lexer import Token

from neops_blocks.templates.environment import environment

BRACES = 2
MARKS = ("{{", "{%", "{#")
NO_TEXT = "''"
ESCAPE = re.compile(
    r"\\([abfnrtv\\'\"\n]|[0-3]?[0-7]{1,2}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})?"
)
BEFORE_QUOTE = re.compile(r"\\(['\"])?")


@dataclass(frozen=True, slots=True)
class PlacedToken:
    """A token at the characters start..end of the source; `token` is None for what the parser never sees."""

    start: int
    end: int
    type: str
    text: str
    token: Token | None


@dataclass(frozen=True, slots=True)
class Lexed:
    """The tokens of a source, and what ended the lexer before its end."""

    tokens: tuple[PlacedToken, ...]
    error: TemplateSyntaxError | None
    stopped_at: int


def has_template(text: str) -> bool:
    """Whether the text holds template syntax at all."""
    return any(mark in text for mark in MARKS)


def lex(source: str, *, bare: bool) -> Lexed:
    """The tokens of a template, or of an expression without braces."""
    lexer = environment().lexer
    wrapped = "{{" + source + "}}" if bare else source
    shift = BRACES if bare else 0
    tokens: list[PlacedToken] = []
    position, line_ends = 0, _folded(wrapped)
    try:
        for lineno, kind, text in lexer.tokeniter(wrapped, None):
            start = line_ends.find(text, position)
            position = start + len(text)
            wrapped_text = NO_TEXT if kind == "string" else text
            real = next(lexer.wrap(iter([(lineno, kind, wrapped_text)]), None, None), None)
            tokens.append(PlacedToken(start, position, kind, text, real))
    except TemplateSyntaxError as error:
        return Lexed(_shifted(tokens, shift, wrapped, bare), error, _back(position, wrapped) - shift)
    return Lexed(_shifted(tokens, shift, wrapped, bare), None, len(source))


def literal_backslashes(source: str, *, every: bool) -> str:
    """The source with the backslashes in its text literals doubled, so that they stand for themselves.

    every=True: all but those before a quote, as in bare expressions. every=False: only those that Jinja does not
    know as an escape, such as `\\d`.
    """
    if "\\" not in source:
        return source
    parts, end = [], 0
    for token in lex(source, bare=every).tokens:
        if token.type == "string":
            parts += [source[end : token.start], _doubled(source[token.start : token.end], every=every)]
            end = token.end
    return "".join([*parts, source[end:]])


def _doubled(literal: str, *, every: bool) -> str:
    quoted = literal[1:-1]
    kept = BEFORE_QUOTE if every else ESCAPE
    return literal[0] + kept.sub(lambda found: found[0] if found[1] else found[0] * 2, quoted) + literal[-1]


def _folded(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _back(position: int, source: str) -> int:
    """The place in the source of a place in the text with folded line ends."""
    if "\r\n" not in source:
        return position
    real = folded = 0
    while folded < position:
        real += 2 if source.startswith("\r\n", real) else 1
        folded += 1
    return real


def _shifted(tokens: list[PlacedToken], shift: int, source: str, bare: bool) -> tuple[PlacedToken, ...]:
    inner = tokens[1:-1] if bare and tokens and tokens[-1].type == "variable_end" else tokens[1:] if bare else tokens
    if not shift and "\r\n" not in source:
        return tuple(inner)
    return tuple(
        PlacedToken(_back(t.start, source) - shift, _back(t.end, source) - shift, t.type, t.text, t.token) for t in inner
    )
