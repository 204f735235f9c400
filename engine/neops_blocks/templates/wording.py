"""What is wrong with the syntax of a template, in plain words, at exactly the token that is wrong."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import closest
from neops_blocks.templates.problem import TemplateSyntaxProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.templates.lexing import Token

CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}", "(": ")", "[": "]", "{": "}"}
MARKS = ("{{", "{%")
BRACKETS = {")": "(", "]": "[", "}": "{"}
BLOCKS = ("if", "for", "set", "macro", "call", "filter", "with", "raw")
TAGS = (*BLOCKS, *(f"end{block}" for block in BLOCKS), "elif", "else", "print")
KEYWORDS = frozenset(["and", "or", "not", "in", "is", "if", "else"])
_CHARACTERS = {
    "&": "write 'and' instead of '&&'",
    "!": "write 'not' instead of '!'",
    "?": "write 'a if condition else b' instead of 'condition ? a : b'",
    "$": "a name has no '$' before it",
    "`": "text stands in quotes ' or \"",
    "\\": "a backslash can stand in quotes only",
    "'": "the quote is not closed",
    '"': "the quote is not closed",
}
_LONG = re.compile(r"&&?")


def unreadable(
    text: str, tokens: Sequence[Token], at: int, message: str, *, bare: bool
) -> TemplateSyntaxProblem:
    """What stopped the lexer at a character of the text, after the tokens."""
    unclosed = _unclosed_braces(text, tokens)
    if unclosed is not None:
        return unclosed
    if tokens and tokens[-1].kind in {"comment_begin", "raw_begin"}:
        return _at(tokens[-1], f"{tokens[-1].raw!r} is not closed")
    character = text[at : at + 1]
    if character in BRACKETS:
        return _unmatched(text, tokens, at, bare=bare)
    end = at + len(_LONG.match(text, at)[0]) if character == "&" else at + 1  # type: ignore[index]
    sentence = _CHARACTERS.get(character)
    if sentence is None:
        sentence = f"the character {character!r} has no meaning in an expression" if character else message
    return TemplateSyntaxProblem(sentence, min(at, len(text)), min(end, len(text)))


def _unclosed_braces(text: str, tokens: Sequence[Token]) -> TemplateSyntaxProblem | None:
    for token in reversed(tokens):
        if token.kind in {"variable_end", "block_end"}:
            return None
        if token.kind in {"variable_begin", "block_begin"}:
            closing = CLOSING[token.raw[:2]]
            if closing in text[token.end :]:
                return None
            other = "%}" if closing == "}}" else "}}"
            if other in text[token.end :]:
                start = text.index(other, token.end)
                wrong = f"{token.raw[:2]!r} is closed by {closing!r}, not by {other!r}"
                return TemplateSyntaxProblem(wrong, start, start + 2)
            return _at(token, f"{token.raw[:2]!r} is not closed: {closing!r} is missing")
    return None


def _unmatched(text: str, tokens: Sequence[Token], at: int, *, bare: bool) -> TemplateSyntaxProblem:
    opened = open_bracket(tokens)
    if opened is not None and text.startswith("}}", at):
        return _at(opened, f"{opened.raw!r} is not closed: {CLOSING[opened.raw]!r} is missing")
    if opened is not None:
        message = f"{opened.raw!r} is closed by {CLOSING[opened.raw]!r}, not by {text[at]!r}"
        return TemplateSyntaxProblem(message, at, at + 1)
    if bare and text.startswith("}}", at):
        return TemplateSyntaxProblem("'}}' without '{{' before it", at, at + 2)
    return TemplateSyntaxProblem(f"{text[at]!r} without {BRACKETS[text[at]]!r} before it", at, at + 1)


def open_bracket(tokens: Sequence[Token]) -> Token | None:
    """The innermost bracket that is open after the tokens of one expression."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind != "operator":
            if token.kind.endswith(("_begin", "_end")):
                opened.clear()
        elif token.raw in CLOSING:
            opened.append(token)
        elif token.raw in BRACKETS and opened:
            opened.pop()
    return opened[-1] if opened else None


def unparsed(
    text: str, tokens: Sequence[Token], index: int, message: str, *, at_end: bool
) -> TemplateSyntaxProblem:
    """What the parser did not expect: the token at an index, or the end of the text."""
    unclosed = _unclosed_braces(text, tokens)
    if unclosed is not None:
        return unclosed
    if not tokens:
        return TemplateSyntaxProblem("there is no expression", 0, len(text))
    if at_end:
        return _end_of_text(tokens)
    return _unexpected(tokens, index, message)


def _end_of_text(tokens: Sequence[Token]) -> TemplateSyntaxProblem:
    opened = open_bracket(tokens)
    if opened is not None:
        return _at(opened, f"{opened.raw!r} is not closed: {CLOSING[opened.raw]!r} is missing")
    tag = _open_tag(tokens)
    if tag is not None:
        return _at(tag, f"'{{% {tag.raw} %}}' is not closed: '{{% end{tag.raw} %}}' is missing")
    last = tokens[-1]
    if _wants_more(last):
        return _at(last, f"something is missing after {last.raw!r}")
    return _at(last, f"the text ends too early after {shown(last)}")


def _open_tag(tokens: Sequence[Token]) -> Token | None:
    opened: list[Token] = []
    for begin, name in pairwise(tokens):
        if begin.kind != "block_begin":
            continue
        if name.raw in BLOCKS:
            opened.append(name)
        elif name.raw.startswith("end"):
            while opened and opened.pop().raw != name.raw[3:]:
                pass
    plain = [tag for tag in opened if tag.raw != "set"] or opened
    return plain[-1] if plain else None


def _unexpected(tokens: Sequence[Token], index: int, message: str) -> TemplateSyntaxProblem:
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if before is not None and before.kind == "block_begin":
        return _unknown_tag(tokens, index)
    pair = "" if before is None else before.raw + token.raw
    if pair == "||":
        return TemplateSyntaxProblem("write 'or' instead of '||'", tokens[index - 1].start, token.end)
    if pair == "==" and token.raw == "=" and before is not None:
        return TemplateSyntaxProblem("write '==' as one sign", before.start, token.end)
    if token.raw == "=":
        return _at(token, "'=' gives a value to a name; to compare, write '=='")
    nested = _nested_braces(tokens, index)
    if nested is not None:
        return nested
    if token.kind in {"variable_begin", "data"}:
        what = f"{token.raw.strip()[:20]!r} does not belong into an expression without braces"
        return _at(token, f"{what}: leave them out, or put them around all of it")
    if message.startswith("can't assign"):
        return _at(token, f"{shown(token)} is not a name that can be set")
    if token.kind in {"variable_end", "block_end"} or token.raw in BRACKETS:
        return _too_early(tokens, index)
    if _expected(message):
        return _at(token, f"{_expected(message)} is expected here, not {shown(token)}")
    if before is not None and not _wants_more(before) and before.kind not in {"variable_begin", "data"}:
        return _at(token, f"{shown(token)} cannot follow {shown(before)}: is an operator or a quote missing?")
    return _at(token, f"{shown(token)} is not expected here")


def _too_early(tokens: Sequence[Token], index: int) -> TemplateSyntaxProblem:
    before = tokens[index - 1] if index else tokens[index]
    if before.kind == "variable_begin" and tokens[index].kind == "variable_end":
        return TemplateSyntaxProblem("there is no expression in the braces", before.start, tokens[index].end)
    if _wants_more(before):
        return _at(before, f"something is missing after {before.raw!r}")
    if not any(token.kind.endswith("_begin") for token in tokens[:index]):
        opening = "{{" if tokens[index].kind == "variable_end" else "{%"
        return _at(tokens[index], f"{shown(tokens[index])} without {opening!r} before it")
    return _at(tokens[index], f"{shown(tokens[index])} comes too early")


def _nested_braces(tokens: Sequence[Token], index: int) -> TemplateSyntaxProblem | None:
    """`{{` inside an expression, which Jinja takes for two opening braces of mappings."""
    for at in range(index, max(index - 8, 0), -1):
        first, second = tokens[at - 1], tokens[at]
        if first.raw + second.raw in MARKS and first.end == second.start and first.kind == "operator":
            message = f"no {first.raw + second.raw!r} inside an expression: names stand alone in it"
            return TemplateSyntaxProblem(message, first.start, second.end)
    return None


def _unknown_tag(tokens: Sequence[Token], index: int) -> TemplateSyntaxProblem:
    tag = tokens[index]
    if tag.kind != "name":
        return _at(tag, "the name of a tag is missing, such as if, for or set")
    if tag.raw in TAGS:
        opened = _open_tag(tokens[: index - 1])
        if opened is None:
            return _at(tag, f"'{{% {tag.raw} %}}' without a tag before it that it belongs to")
        return _at(tag, f"'{{% {tag.raw} %}}' does not belong to '{{% {opened.raw} %}}', which is open here")
    near = "elif" if tag.raw in {"elseif", "elsif"} else closest(tag.raw, TAGS)
    return _at(tag, f"there is no tag {tag.raw!r}" + (f"; did you mean {near!r}?" if near else ""))


def _wants_more(token: Token) -> bool:
    if token.kind == "operator":
        return token.raw not in BRACKETS
    return token.kind == "name" and token.raw in KEYWORDS


def _expected(message: str) -> str:
    found = re.match(r"expected token '(.+?)', got", message)
    if found is None or found[1].startswith(("end of", "begin of")) or found[1] == "eof":
        return ""
    return "a name" if found[1] == "name" else repr(found[1])


def shown(token: Token) -> str:
    """The token in quotes; a long one is cut off."""
    raw = " ".join(token.raw.split())
    return f"'{raw}'" if len(raw) <= 30 else f"'{raw[:30]}...'"


def _at(token: Token, message: str) -> TemplateSyntaxProblem:
    return TemplateSyntaxProblem(message, token.start, token.start + len(token.raw.rstrip() or token.raw))
