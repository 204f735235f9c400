"""Values without quotes that are not what they look like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Fix, Severity
from neops_blocks.lint.rule import Fixable, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.subject import Subject
    from neops_blocks.source import Node

Path = tuple[str | int, ...]

_READINGS = (
    (re.compile(r"yes|Yes|YES|on|On|ON"), "text here, and true to YAML 1.1"),
    (re.compile(r"no|No|NO|off|Off|OFF"), "text here, and false to YAML 1.1"),
    (re.compile(r"[-+]?0[0-7]+"), "a decimal number here, and octal to YAML 1.1"),
    (re.compile(r"0o[0-7]+"), "an octal number here, and text to YAML 1.1"),
    (re.compile(r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+"), "text here, and a number of base 60 to YAML 1.1"),
    (re.compile(r"[-+]?[0-9]+(_[0-9]+)+|0b[01_]+"), "text here, and a number to YAML 1.1"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "text here, and a date to YAML 1.1"),
)
_FREE = frozenset({"set", "with", "value", "per_device", "enum", "const", "examples"})
_LOST_ZERO = re.compile(r"[0-9]+\.[0-9]+0")

_COMMENT = re.compile(r"(?P<space>[ \t]+)(?P<comment>#[^\r\n\x85\u2028\u2029]*)")
_CLEARLY_A_COMMENT = re.compile(r"#(?:$|[\s#!])")
_CLEARLY_CUT = re.compile(r".*\|\s*(?:include|exclude|begin|section|match|grep|find|count)?", re.DOTALL)


class AmbiguousScalar(Rule):
    """A value that YAML tools read in different ways."""

    code = Code.AMBIGUOUS_SCALAR
    name = "ambiguous-scalar"
    severity = Severity.WARNING
    summary = "Tools that read YAML 1.1 read this value as something else, or a number loses its last zero."
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
            seen.add(node.span)
            fix = Fix("quote it", (Edit(node.span, f"'{node.raw}'"),), safe=False)
            yield self.finding(
                f"{node.raw} is {reading}", node.span, path, help="quote it, if it is text", fix=fix
            )


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


def _reading(raw: str, path: Path) -> str | None:
    for pattern, reading in _READINGS:
        if pattern.fullmatch(raw):
            return reading
    if _LOST_ZERO.fullmatch(raw) and _FREE & set(path):
        return f"a number, {float(raw):g}, without its last zero"
    return None


class CutByComment(Rule):
    """A text that ends where a comment begins."""

    code = Code.CUT_BY_COMMENT
    name = "cut-by-comment"
    severity = Severity.WARNING
    summary = "A text without quotes ends at ` #`, and seems to go on behind it."
    why = "A # after a space begins a comment, so the device gets less than what is written."
    remedy = "Quote the whole text; a comment is clear with a space after the #."
    fixable = Fixable.UNSAFE
    bad = "- command: show interfaces | include #1"
    good = "- command: 'show interfaces | include #1'"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at what stands behind every text that is sent, shown or evaluated."""
        text = subject.document.source.text
        for template in subject.templates:
            node, _ = subject.document.nearest(*template.path)
            if node.kind != "scalar" or node.quoted or node.value != template.use.text:
                continue
            comment = _COMMENT.match(text, node.span.end.offset)
            if comment is None or not _goes_on(node.raw, comment):
                continue
            span = subject.document.source.lines.span(comment.start("comment"), comment.end())
            yield self.finding(
                f"the text ends before {comment['comment']!r}, which is a comment",
                span,
                template.path,
                help="quote the whole text",
                fix=_quoted(node, comment, subject),
            )


def _goes_on(raw: str, comment: re.Match[str]) -> bool:
    """Whether the text seems to go on: a quote or a pipe is open, or the # is written like no comment."""
    if raw.count('"') % 2 or _CLEARLY_CUT.fullmatch(raw):
        return True
    return comment["space"] == " " and not _CLEARLY_A_COMMENT.match(comment["comment"])


def _quoted(node: Node, comment: re.Match[str], subject: Subject) -> Fix | None:
    """The text with the comment in quotes; None where brackets around it would come in."""
    if node.span.start.line != node.span.end.line or comment["comment"].rstrip()[-1] in "]},":
        return None
    whole = f"{node.raw}{comment['space']}{comment['comment'].rstrip()}"
    span = subject.document.source.lines.span(
        node.span.end.offset - len(node.raw), node.span.end.offset + len(whole) - len(node.raw)
    )
    quoted = whole.replace("'", "''")
    return Fix("quote it", (Edit(span, f"'{quoted}'"),), safe=False)
