"""What a file alone gives, and its form in bytes: for the cache, and on the way between processes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Code, Edit, Finding, Fix, Position, Related, Severity, Span
from neops_blocks.lint.linted import Linted
from neops_blocks.lint.suppressions import Suppressed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Answer:
    """What was found in a file.

    Attributes:
        linted: the findings, none of which comes from comparing it with other files.
        identifiers: what its blocks are called, and where the names stand.
        beside: the files beside it that were asked for, and what each was like.
    """

    linted: Linted
    identifiers: Sequence[tuple[str, Span]]
    beside: Mapping[str, str]


def encode(answer: Answer, data: bytes) -> bytes:
    """The bytes of an answer; `data` is the content of the file, of which they hold no second copy."""
    linted = answer.linted
    file, order = linted.file, list(linted.findings)
    parts = {
        "text": None if linted.text.encode("utf-8", "surrogatepass") == data else linted.text,
        "findings": [_finding(finding, file) for finding in order],
        "failing": [index for index, finding in enumerate(order) if finding in linted.failing],
        "suppressed": [
            [_finding(ignored.finding, file), ignored.reason, _span(ignored.comment, file)]
            for ignored in linted.suppressed
        ],
        "hidden": [_finding(finding, file) for finding in linted.hidden],
        "identifiers": [[name, _span(span, file)] for name, span in answer.identifiers],
        "beside": dict(answer.beside),
    }
    return json.dumps(parts, separators=(",", ":")).encode("ascii")


def decode(written: bytes, file: str, data: bytes) -> Answer:
    """The answer again.

    Raises:
        ValueError, LookupError, TypeError: these are no bytes of an answer.
    """
    parts = json.loads(written)
    findings = [_read_finding(part, file) for part in parts["findings"]]
    linted = Linted(
        file,
        data.decode("utf-8") if parts["text"] is None else parts["text"],
        findings,
        frozenset(findings[index] for index in parts["failing"]),
        [
            Suppressed(_read_finding(finding, file), reason, _read_span(comment, file))
            for finding, reason, comment in parts["suppressed"]
        ],
        [_read_finding(part, file) for part in parts["hidden"]],
    )
    identifiers = tuple((name, _read_span(span, file)) for name, span in parts["identifiers"])
    return Answer(linted, identifiers, parts["beside"])


def _finding(finding: Finding, file: str) -> list[Any]:
    fix = finding.fix
    return [
        finding.code,
        finding.message,
        finding.severity,
        _span(finding.span, file),
        finding.path,
        finding.help,
        [[_span(related.span, file), related.message] for related in finding.related],
        fix and [fix.message, [[_span(edit.span, file), edit.text] for edit in fix.edits], fix.safe],
    ]


def _read_finding(part: list[Any], file: str) -> Finding:
    code, message, severity, span, path, help_, related, fix = part
    return Finding(
        Code(code),
        message,
        Severity(severity),
        _read_span(span, file),
        path,
        help_,
        tuple(Related(_read_span(place, file), text) for place, text in related),
        fix and Fix(fix[0], tuple(Edit(_read_span(place, file), text) for place, text in fix[1]), fix[2]),
    )


def _span(span: Span, file: str) -> list[Any]:
    start, end = span.start, span.end
    numbers = [start.line, start.column, start.offset, end.line, end.column, end.offset]
    return numbers if span.file == file else [*numbers, span.file]


def _read_span(part: list[Any], file: str) -> Span:
    other = part[6] if len(part) > 6 else file
    return Span(other, Position(*part[:3]), Position(*part[3:6]))
