"""Syntax errors in an engineer's words: what the parser found, where, and which usual trap it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Code, Edit, Finding, Fix, Related, Severity
from neops_blocks.source.text import BYTE_ORDER_MARK
from neops_blocks.source.unquoted import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from neops_blocks.diagnostics import Span
    from neops_blocks.source.text import Text

_LONGEST_LINE = 1000
_VALUE = r"^(?P<lead>[ \t]*(?:- +)*(?:[\w.-]+:[ \t]+)?(?:- +)*)"
_TEMPLATE = re.compile(_VALUE + r"(?P<value>\{[{%].*?)[ \t]*$")
_WHOLE_TEMPLATE = re.compile(r"\{\{(?:(?!\}\}).)*\}\}(?:(?![ \t]+(?:#|$)).)*")
"""A template that ends on its line, with the text behind it, and without a comment."""
_BRACKETED_TEMPLATE = re.compile(
    r"(?:[\[{,][ \t]*|[:,][ \t]+)(?P<value>\{\{(?:(?!\}\}).)*\}\})(?=[ \t]*(?:[,\]}]|$))"
)
_QUOTE_THEN_MORE = re.compile(
    _VALUE + r"""(?P<value>(?P<quote>['"])[^'"]*(?P=quote)[ \t]*[^\s#,\]}:].*?)[ \t]*$"""
)
_COLON = re.compile(_VALUE + r"(?P<value>[^'\"\[{|>#&*!\s][^#]*?: .*?|[^'\"\[{|>#&*!\s][^#]*?:)[ \t]*$")
_SPECIAL = re.compile(_VALUE + r"(?P<value>[%@`&*,][^#]*?)[ \t]*$")
_BEGINNING = re.compile(r"[ \t]*(?:- +)*(?=[\w.-]+:[ \t])|[ \t]*")
_TAB = "a tab cannot indent YAML"
_MISPLACED = "the indentation of this line fits no key above it"
_WORDS = (
    (re.compile(r"^expected <block end>.*<block mapping start>.*"), _MISPLACED),
    (re.compile(r"^expected <block end>.*'-'.*"), "this list item is not indented like the ones before it"),
    (re.compile(r"^expected <block end>, but found '\?'"), "a list item is indented like this, not its keys"),
    (re.compile(r"^expected <block end>, but found '<block sequence start>'"), "no list can begin here"),
    (re.compile(r"^expected <block end>, but found '?<?(.+?)>?'?$"), r"unexpected \1: wrong indentation?"),
    (re.compile(r"^expected ',' or '([\]}])', but got .*"), r"expected ',' or '\1'"),
    (re.compile(r"^mapping values are not allowed here"), "a key cannot begin here"),
    (re.compile(r"^could not find expected ':'"), "expected ':' after this key"),
    (re.compile(r"^found unexpected end of stream"), "the quote is never closed"),
    (re.compile(r"^found unknown escape character.*"), "this backslash begins no escape that YAML knows"),
    (re.compile(r"^found unexpected ':'"), "a text in brackets cannot end with a colon"),
    (re.compile(r"^found character '\\t' that cannot start any token"), _TAB),
)  # fmt: skip

_BEGUN = {
    "block collection": "the list that it follows begins here",
    "block mapping": "the mapping that it follows begins here",
    "flow sequence": "the bracket that is still open",
    "flow mapping": "the brace that is still open",
}


@dataclass(frozen=True)
class _Spot:
    """A line with a syntax error: its text, its offset, and the column where the parser stopped, from 0."""

    line: str
    start: int
    column: int


@dataclass(frozen=True)
class _Trap:
    """What was meant by a line; `text` is what to write at start..end, where one thing can be."""

    message: str
    help: str
    start: int
    end: int
    text: str | None = None
    certain: bool = False


def explain(lines: Text, error: Any) -> Finding:
    """The finding for an error of the YAML parser."""
    skip = 1 if lines.text.startswith(BYTE_ORDER_MARK) else 0
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = min(mark.index + skip, len(lines.text)) if mark is not None else 0
    number = lines.position(offset).line
    spot = _Spot(lines.line(number), lines.line_start(number), offset - lines.line_start(number))
    from neops_blocks.source.fences import without_fences
    from neops_blocks.source.spaces import without_odd_spaces

    copied = without_odd_spaces(lines, offset)
    if copied is not None:
        span, fix = copied
        message = (
            f"the character U+{ord(lines.text[span.start.offset]):04X} stands where YAML takes a plain space"
        )
        return Finding(Code.SYNTAX, message, Severity.ERROR, span, help="write a plain space", fix=fix)
    copied = without_fences(lines, offset)
    if copied is not None:
        span, fix = copied
        message = "this line is none of the block, it stood around it where it was copied from"
        return Finding(Code.SYNTAX, message, Severity.ERROR, span, help="remove it", fix=fix)
    for trap in _TRAPS if len(spot.line) <= _LONGEST_LINE else ():
        found = trap(spot)
        if found is not None:
            at = lines.span(spot.start + found.start, spot.start + found.end)
            quoting = _fix(found, lines, at)
            return Finding(Code.SYNTAX, found.message, Severity.ERROR, at, help=found.help, fix=quoting)
    return _plain(lines, error, offset, skip)


def _fix(found: _Trap, lines: Text, at: Span) -> Fix | None:
    """The fix for a trap; None where the error would stay, or the text goes on in the next line."""
    from neops_blocks.source.trial import MOST, read_edited

    if found.text is None or len(lines.text) > MOST or _goes_on(lines, at.start.line):
        return None
    edit = Edit(at, found.text)
    stops = read_edited(lines, [edit]).offset
    if stops is not None and stops < at.start.offset + len(found.text):
        return None
    return Fix("quote the text", (edit,), safe=found.certain)


def _goes_on(lines: Text, number: int) -> bool:
    """Whether the next line is part of the value of a line: it stands deeper than the key, or the item."""
    match = _BEGINNING.match(lines.line(number))
    column = match.end() if match else 0
    following = (lines.line(other) for other in range(number + 1, lines.count + 1))
    line = next((line for line in following if line.strip()), "")
    return len(line) - len(line.lstrip(" \t")) > column


def _plain(lines: Text, error: Any, offset: int, skip: int) -> Finding:
    problem = str(getattr(error, "problem", None) or error)
    if problem == "found character that cannot start any token" and lines.text.startswith("\t", offset):
        problem = "found character '\\t' that cannot start any token"  # the parser in C names no character
    message = problem
    for pattern, words in _WORDS:
        message, changed = pattern.subn(words, message)
        if changed:
            break
    context = getattr(error, "context_mark", None)
    began = context.index + skip if context is not None else None
    if began is not None and problem.startswith("found unexpected end of stream"):
        return Finding(
            Code.SYNTAX,
            message,
            Severity.ERROR,
            lines.span(began, began + 1),
            help="close it on the same line",
        )
    fix = _tab_fix(lines, offset) if message == _TAB else None
    related: tuple[Related, ...] = ()
    if began is not None and lines.position(began).line != lines.position(offset).line:
        what = _BEGUN.get(str(error.context or "").removeprefix("while parsing a "), "begun here")
        related = (Related(lines.span(began, began + 1), what),)
    end = offset + len(re.match(r"[^\s]*", lines.text[offset : offset + 80]).group())  # type: ignore[union-attr]
    return Finding(
        Code.SYNTAX,
        f"this is not valid YAML: {message}",
        Severity.ERROR,
        lines.span(offset, max(end, min(offset + 1, len(lines.text)))),
        help=_hint(message, lines, offset),
        related=related,
        fix=fix,
    )


def _tab_fix(lines: Text, offset: int) -> Fix | None:
    from neops_blocks.source.tabs import without_tabs

    return without_tabs(lines, offset)


def _hint(message: str, lines: Text, offset: int) -> str | None:
    if "a tab cannot" in message or "\t" in lines.line(lines.position(offset).line)[:1]:
        return "indent with spaces"
    if any(words in message for words in ("indent", "a key cannot begin", "no list can begin")):
        return "keys of one mapping, and items of one list, begin in the same column"
    if "no escape" in message:
        return "put the text in single quotes, where backslashes are plain, or double the backslash"
    if "end with a colon" in message:
        return "quote the text"
    if "expected ','" in message:
        return "close the bracket, or quote text that contains brackets or commas"
    return None


def _template(spot: _Spot) -> _Trap | None:
    match = _TEMPLATE.match(spot.line)
    if match is None or match.start("value") > spot.column:
        return None
    value = match.group("value")
    if value.startswith("{%"):
        return _Trap(
            "text that begins with {% has to be quoted",
            "write it as a block: put `|` after the key, and the template below, indented",
            *match.span("value"),
            quoted(value) if value.endswith("%}") and " #" not in value else None,
        )
    whole = _WHOLE_TEMPLATE.match(value)
    text = whole.group() if whole else value
    return _Trap(
        "a template at the beginning of a text has to be quoted",
        f"quote all of it: {quoted(text)}",
        match.start("value"),
        match.start("value") + len(text),
        quoted(text) if whole else None,
        certain=True,
    )


def _template_in_brackets(spot: _Spot) -> _Trap | None:
    """A template that is the whole of an item or a value in brackets."""
    for match in _BRACKETED_TEMPLATE.finditer(spot.line):
        if match.start("value") <= spot.column <= match.end("value"):
            text = match["value"]
            return _Trap(
                "a template at the beginning of a text has to be quoted",
                f"quote all of it: {quoted(text)}",
                *match.span("value"),
                quoted(text),
                certain=True,
            )
    return None


def _quote_then_more(spot: _Spot) -> _Trap | None:
    match = _QUOTE_THEN_MORE.match(spot.line)
    if match is None or match.start("value") > spot.column:
        return None
    value, quote = match.group("value"), match["quote"]
    meant = value
    if value.endswith(quote):
        inside = value[1:-1]
        meant = inside if inside.count(quote) % 2 else ""
    return _Trap(
        "the value ends at its closing quote, but more text follows",
        f"quote all of it: {quoted(meant or value)}",
        *match.span("value"),
        _quoted_alone(meant) if meant else None,
    )


def _colon(spot: _Spot) -> _Trap | None:
    match = _COLON.match(spot.line)
    if match is None or not match.start("value") <= spot.column or ":" not in match.group("lead"):
        return None
    value = match.group("value")
    return _Trap(
        "this text contains ': ', which YAML reads as another key",
        f"quote all of it: {quoted(value)}",
        *match.span("value"),
        _quoted_alone(value),
    )


def _special(spot: _Spot) -> _Trap | None:
    match = _SPECIAL.match(spot.line)
    if match is None or spot.column not in range(match.start("value"), match.start("value") + 2):
        return None
    value = match.group("value")
    return _Trap(
        f"text cannot begin with {value[0]!r} in YAML",
        f"quote it: {quoted(value)}",
        *match.span("value"),
        _quoted_alone(value),
    )


def _quoted_alone(value: str) -> str | None:
    """The text in quotes; None where its end may belong to brackets around it."""
    return None if value[-1] in ",]}" else quoted(value)


_TRAPS: tuple[Callable[[_Spot], _Trap | None], ...] = (
    _template,
    _template_in_brackets,
    _quote_then_more,
    _colon,
    _special,
)
