"""Reads YAML text or a file; never raises for what is in it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Code, Edit, Finding, Fix, Severity
from neops_blocks.source.bounds import MAX_CHARACTERS
from neops_blocks.source.composer import compose
from neops_blocks.source.parsers import PARSER
from neops_blocks.source.text import BYTE_ORDER_MARK, Text

if TYPE_CHECKING:
    from pathlib import Path

    from neops_blocks.source.nodes import Node

_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MOST_MENDED = 100
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Source:
    """A file that was read: its documents, and what is wrong with its YAML."""

    file: str
    text: str
    documents: tuple[Node, ...] = ()
    findings: tuple[Finding, ...] = ()
    lines: Text = field(default_factory=lambda: Text("", ""), repr=False)


def load(text: str, file: str, *, parser: Any = PARSER) -> Source:
    """Read every document of a YAML text; a document with a syntax error ends the list."""
    lines = Text(file, text)
    refused = _refuse(lines)
    if refused is not None:
        return Source(file, text, findings=(refused,), lines=lines)
    documents, findings = compose(lines, parser)
    return Source(file, text, tuple(documents), tuple(findings), lines)


def load_file(path: Path) -> Source:
    """Read a YAML file, which has to be UTF-8.

    Raises:
        OSError: the file cannot be read.
    """
    return load_bytes(path.read_bytes(), str(path))


def load_bytes(data: bytes, file: str, *, parser: Any = PARSER) -> Source:
    """Read the content of a YAML file, which has to be UTF-8."""
    try:
        return load(data.decode("utf-8"), file, parser=parser)
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, file)


def _not_utf8(data: bytes, start: int, file: str) -> Source:
    text = data.decode("utf-8", errors="replace")
    offset = len(data[:start].decode("utf-8"))
    lines = Text(file, text)
    what = (
        "it looks like UTF-16" if data.startswith(_UTF16_MARKS) else f"byte 0x{data[start]:02x} is none of it"
    )
    finding = Finding(
        Code.BAD_CHARACTER,
        f"the file is not UTF-8 text: {what}",
        Severity.ERROR,
        lines.span(offset, offset + 1),
        help="save the file as UTF-8",
    )
    return Source(file, text, findings=(finding,), lines=lines)


def _refuse(lines: Text) -> Finding | None:
    text = lines.text
    if len(text) > MAX_CHARACTERS:
        return Finding(
            Code.TOO_LARGE,
            f"the file has {len(text)} characters; {MAX_CHARACTERS} is the most",
            Severity.ERROR,
            lines.span(0, 0),
            help="keep device output and other data in files of their own",
        )
    bad = _unprintable(text, 1 if text.startswith(BYTE_ORDER_MARK) else 0)
    if bad is None:
        return None
    return Finding(
        Code.BAD_CHARACTER,
        f"the character U+{ord(bad.group()):04X} may not stand in YAML",
        Severity.ERROR,
        lines.span(bad.start(), bad.end()),
        help="remove it; in a text in double quotes it can be written as an escape such as \\x1b",
        fix=_without(lines, bad),
    )


def _without(lines: Text, first: re.Match[str]) -> Fix | None:
    """The fix that takes forbidden characters out, with a space for the line ends of word processors.

    None where there are so many that the file is probably no text.
    """
    edits: list[Edit] = []
    found: re.Match[str] | None = first
    while found is not None and len(edits) <= _MOST_MENDED:
        space = " " if found.group() in "\x0b\x0c" else ""
        edits.append(Edit(lines.span(found.start(), found.end()), space))
        found = _unprintable(lines.text, found.end())
    return Fix("remove it", tuple(edits), safe=False) if found is None else None


def without_forbidden(text: str) -> str:
    """The text with a space for each character that YAML forbids."""
    skip = 1 if text.startswith(BYTE_ORDER_MARK) else 0
    if _unprintable(text, skip) is None:
        return text
    return text[:skip] + _beyond_ascii().sub(" ", _CONTROL.sub(" ", text[skip:]))


def _unprintable(text: str, start: int) -> re.Match[str] | None:
    """The first character that YAML forbids."""
    control = _CONTROL.search(text, start)
    if text.isascii():
        return control
    return _beyond_ascii().search(text, start, control.start() if control else len(text)) or control


@functools.cache
def _beyond_ascii() -> re.Pattern[str]:
    """Surrogates, byte order marks, and what is no character; it takes time to compile."""
    return re.compile("[\ud800-\udfff\ufeff\ufffe\uffff]")
