"""One JSON document: a list of findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_blocks.diagnostics import Finding, Fix, Span


def format(findings: Sequence[Finding], texts: Mapping[str, str], color: bool = False) -> str:  # noqa: A001
    """Every finding with its place; lines and columns count from 1, the end is not part of it."""
    del texts, color
    return json.dumps([_plain(finding) for finding in findings], indent=2, ensure_ascii=False) + "\n"


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "code": str(finding.code),
        "severity": str(finding.severity),
        "message": finding.message,
        "help": finding.help,
        "path": finding.path,
        **_place(finding.span),
        "related": [{"message": related.message, **_place(related.span)} for related in finding.related],
        "fix": None if finding.fix is None else _fix(finding.fix),
    }


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.start.line,
        "column": span.start.column,
        "end_line": span.end.line,
        "end_column": span.end.column,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"text": edit.text, **_place(edit.span)} for edit in fix.edits]
    return {"message": fix.message, "safe": fix.safe, "edits": edits}
