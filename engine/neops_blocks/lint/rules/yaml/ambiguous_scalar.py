"""NB114 ambiguous-scalar: a value that YAML tools read in different ways."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Fix, Severity
from neops_blocks.lint.rule import Fixable, Rule
from neops_blocks.source.unquoted import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.subject import Subject
    from neops_blocks.source import Node

Path = tuple[str | int, ...]

_WORDS = {
    **dict.fromkeys(("yes", "Yes", "YES", "on", "On", "ON"), "text here, and true to YAML 1.1"),
    **dict.fromkeys(("no", "No", "NO", "off", "Off", "OFF"), "text here, and false to YAML 1.1"),
}
_TYPOGRAPHIC = "text with the quotes of a word processor, which are part of it"
_OPENING, _CLOSING = (
    frozenset("\u201c\u201d\u201e\u201f\u2018\u2019\u201a\xab\xbb"),
    frozenset("\u201c\u201d\u2018\u2019\xab\xbb"),
)
_BEGINS_A_NUMBER = frozenset("-+0123456789")
_NUMBERS = (
    (r"[-+]?0[0-7]+", "a decimal number here, and octal to YAML 1.1"),
    (r"0o[0-7]+", "an octal number here, and text to YAML 1.1"),
    (r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+", "text here, and a number of base 60 to YAML 1.1"),
    (r"[-+]?[0-9]+(_[0-9]+)+|0b[01_]+", "text here, and a number to YAML 1.1"),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "text here, and a date to YAML 1.1"),
)
_FREE = frozenset(
    {"set", "with", "value", "per_device", "enum", "const", "examples", "loop", "over", "tests"}
)
"""Keys below which a number is as good as a text."""

_EXPRESSIONS = frozenset({"when", "until", "that", "where", "success", "loop", "over", "devices"})
_LOST_ZERO = r"[1-9][0-9]*\.[0-9]+0"
_POWER = r"[0-9]+[eE][0-9]+"


class AmbiguousScalar(Rule):
    """A value that YAML tools read in different ways."""

    code = Code.AMBIGUOUS_SCALAR
    name = "ambiguous-scalar"
    severity = Severity.WARNING
    summary = (
        "Tools that read YAML 1.1 read this value as something else, a number loses its last zero, or the "
        "quotes are none to YAML."
    )
    why = (
        "Blocks are YAML 1.2, where `no` and `65000:10` are text and `0010` is ten; most other tools, and "
        "people, expect something else."
    )
    remedy = "Quote what is meant as text; write true or false, and numbers without leading zeros."
    fixable = Fixable.UNSAFE
    bad = "set: [no, 65000:10, 12.10]"
    good = "set: ['no', '65000:10', '12.10']"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at every value without quotes; but not where errors tell of some already."""
        if not subject.document.complete:
            return
        seen: set[Span] = set()
        for node, path in _plain(subject.document.node):
            reading = _reading(node.raw, path)
            if reading is None or node.span in seen or "!" in _before(node, subject):
                continue
            if path[-1] in _EXPRESSIONS or _is_told(node, path, subject):
                continue
            seen.add(node.span)
            help_ = "write plain quotes" if reading is _TYPOGRAPHIC else "quote it, if it is text"
            fix = Fix("quote it", (Edit(node.content, _quoted(node.raw, reading)),), safe=False)
            yield self.finding(f"{node.raw} is {reading}", node.span, path, help=help_, fix=fix)


def _plain(root: Node) -> Iterator[tuple[Node, Path]]:
    waiting: list[tuple[Node, Path]] = [(root, ())]
    while waiting:
        node, path = waiting.pop()
        if node.kind == "mapping":
            waiting += [
                (child, (*path, key)) for key, child in node.value.items() if not key.startswith("x-")
            ]
        elif node.kind == "sequence":
            waiting += [(child, (*path, index)) for index, child in enumerate(node.value)]
        elif not node.quoted:
            yield node, path


def _before(node: Node, subject: Subject) -> str:
    """The tag and the anchor in front of a value."""
    return subject.document.source.text[node.span.start.offset : node.span.end.offset - len(node.raw)]


def _is_told(node: Node, path: Path, subject: Subject) -> bool:
    """Whether a value is as its schema wants it, or another rule says that it is not."""
    if path[0] not in ("parameters", "result"):
        return False
    at = next((at for at, key in enumerate(path) if key in ("enum", "const", "examples", "default")), 0)
    type_ = subject.document.node.at(*path[:at], "type") if at else None
    if type_ is None:
        return False
    return bool(type_.value == ("boolean" if isinstance(node.value, str) else "number"))


def _quoted(raw: str, reading: str) -> str:
    return quoted(raw[1:-1]) if reading is _TYPOGRAPHIC else f"'{raw}'"


def _reading(raw: str, path: Path) -> str | None:
    if raw in _WORDS:
        return _WORDS[raw]
    if raw[:1] in _OPENING and raw[-1] in _CLOSING and len(raw) > 1:
        return _TYPOGRAPHIC
    if raw[:1] not in _BEGINS_A_NUMBER:
        return None
    for pattern, reading in () if _is_usual(raw) else _NUMBERS:
        if re.fullmatch(pattern, raw):
            return reading
    if _FREE & set(path) and re.fullmatch(_LOST_ZERO, raw):
        return f"a number, {float(raw):g}, without its last zero"
    if _FREE & set(path) and re.fullmatch(_POWER, raw):
        return "a power of ten here, and text to YAML 1.1"
    return None


def _is_usual(raw: str) -> bool:
    """Whether it is a plain number, or a version: most are, and need no comparison."""
    return raw[0] not in "-+0" and raw.replace(".", "").isdecimal()
