"""Reads the comments for the linter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Edit, Fix, closest
from neops_blocks.lint.suppressions import PREFIX
from neops_blocks.source.comments import Comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Span
    from neops_blocks.source import Text
    from neops_blocks.source.comments import Comment

LINE, FILE = "ignore", "ignore-file"
_DIRECTIVE = re.compile(rf"(?:^|(?<=[ \t]))#[ \t]*{PREFIX}[ \t]*(?P<kind>[\w-]+)[ \t]*(?P<rest>.*)")
_CODES = re.compile(r"\[(?P<codes>[^\]]*)\][ \t]*(?P<reason>.*)")
_CODE_FOLLOWS = re.compile(r"(?:NB\d|$)")
_CODE = re.compile(r"[^\s,](?:[^,]*[^\s,])?")


@dataclass(frozen=True)
class Directive:
    """A comment that ignores findings.

    Attributes:
        kind: LINE or FILE.
        codes: the selectors in its brackets, each with its place.
        reason: what stands behind the brackets.
        span: the comment, from its `#` on.
        about: the offsets between which findings are ignored.
        gap: the characters to remove with it, so that no empty line and no white space is left.
        opening: what stands before the first selector.
    """

    kind: str
    codes: tuple[tuple[str, Span], ...]
    reason: str
    span: Span
    about: tuple[int, int]
    gap: Span
    opening: str

    def without(self, codes: frozenset[str]) -> Edit:
        """The edit that takes selectors out; with the last one the comment goes."""
        kept = [code for code, _ in self.codes if code not in codes]
        return self.with_codes(kept) if kept else Edit(self.gap, "")

    def with_codes(self, codes: list[str]) -> Edit:
        """The edit that writes other selectors."""
        return Edit(self.span, f"{self.opening}{', '.join(codes)}] {self.reason}".rstrip())


@dataclass(frozen=True)
class Misread:
    """A comment that is meant for the linter, and ignores nothing: where, why, and what was meant."""

    span: Span
    message: str
    help: str
    fix: Fix | None = None


def directives(lines: Text) -> Iterator[Directive | Misread]:
    """The comments for the linter, in order."""
    comments = Comments(lines)
    for comment in comments:
        match = _DIRECTIVE.search(lines.text[comment.start : comment.end])
        if match is not None:
            found = _read(match, comment, comments, lines)
            if found is not None:
                yield found


def _read(
    match: re.Match[str], comment: Comment, comments: Comments, lines: Text
) -> Directive | Misread | None:
    kind, at = match["kind"], comment.start
    span = lines.span(at + match.start(), comment.end)
    if kind not in (LINE, FILE):
        near = closest(kind, [LINE, FILE])
        if not match["rest"].startswith("[") and not (near and _CODE_FOLLOWS.match(match["rest"])):
            return None
        message = f"the linter knows no comment {kind!r}"
        word = lines.span(at + match.start("kind"), at + match.end("kind"))
        fix = Fix.guess(word, near) if match["rest"].startswith("[") else None
        return Misread(span, message, f"write `# {PREFIX} {near or LINE}[CODE] reason`", fix)
    written = _CODES.match(match["rest"])
    codes = written["codes"] if written else ""
    if written is None or not codes.strip(" \t,"):
        message = "the comment does not say which findings it ignores"
        return Misread(span, message, f"write `# {PREFIX} {kind}[CODE] reason`")
    first = at + match.start("rest") + 1
    places = tuple(
        (part.group(), lines.span(first + part.start(), first + part.end())) for part in _CODE.finditer(codes)
    )
    return Directive(
        kind,
        places,
        written["reason"].strip(),
        span,
        (0, len(lines.text)) if kind == FILE else comments.about(comment),
        _gap(span, lines),
        lines.text[span.start.offset : first],
    )


def _gap(span: Span, lines: Text) -> Span:
    """The directive with the white space before it; its whole line where nothing else stands there."""
    line, end = span.start.line, span.end.offset
    start = lines.line_start(line)
    before = lines.text[start : span.start.offset]
    if before.strip():
        return lines.span(start + len(before.rstrip()), end)
    if line < lines.count:
        return lines.span(start, lines.line_start(line + 1))
    return lines.span(start, end)
