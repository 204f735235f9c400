"""NB115 cut-by-comment: a text that ends where a comment begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Fix, Severity
from neops_blocks.lint.rule import Fixable, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.source import Node

_COMMENT = r"(?P<space>[ \t]+)(?P<comment>#[^\r\n\x85\u2028\u2029]*)"
_CLEARLY_A_COMMENT = r"#(?:$|[\s#!])"
_OPEN_QUOTE = r"""(?s:.*)(?:^|[\s(=|])"[^"]*"""
_CLEARLY_CUT = r"(?s:.*)\|\s*(?:include|exclude|begin|section|match|grep|find|count)?"


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
            end = node.span.end.offset
            comment = re.compile(_COMMENT).match(text, end) if text[end : end + 1] in (" ", "\t") else None
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
    if _in_a_quote(raw) or re.fullmatch(_CLEARLY_CUT, raw):
        return True
    return comment["space"] == " " and not re.match(_CLEARLY_A_COMMENT, comment["comment"])


def _in_a_quote(raw: str) -> bool:
    """Whether a quote is open at the end; the sign of inches is none."""
    return raw.count('"') % 2 == 1 and re.fullmatch(_OPEN_QUOTE, raw) is not None


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
