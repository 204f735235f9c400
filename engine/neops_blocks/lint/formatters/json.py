"""One JSON document: a list of findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from neops_blocks.lint.rules import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neops_blocks.diagnostics import Finding, Fix, Span
    from neops_blocks.lint.linted import Linted


def format(files: Sequence[Linted], *, root: Path, color: bool = False) -> str:  # noqa: A001
    """Every finding with its place; lines and columns count from 1, the end is not part of it.

    Those that were fixed come first of each file, with the place that they had.
    """
    del root, color
    findings = [
        _plain(finding, fixed=fixed)
        for file in files
        for found, fixed in ((file.fixed, True), (file.findings, False))
        for finding in found
    ]
    return json.dumps(findings, indent=2, ensure_ascii=False) + "\n"


def _plain(finding: Finding, *, fixed: bool) -> dict[str, Any]:
    return {
        "code": str(finding.code),
        "name": BY_CODE[finding.code].name,
        "severity": str(finding.severity),
        "message": finding.message,
        "help": finding.help,
        "path": finding.path,
        **_place(finding.span),
        "related": [{"message": related.message, **_place(related.span)} for related in finding.related],
        "fix": None if finding.fix is None else _fix(finding.fix),
        "fixed": fixed,
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
