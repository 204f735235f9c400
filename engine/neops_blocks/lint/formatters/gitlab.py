"""A Code Quality report of GitLab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Severity
from neops_blocks.lint.formatters.fingerprints import fingerprints
from neops_blocks.lint.formatters.places import relative
from neops_blocks.lint.rules import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.linted import Linted

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def format(files: Sequence[Linted], *, root: Path, color: bool = False) -> str:  # noqa: A001
    """A list of issues; one whose line moves keeps its fingerprint, so that GitLab knows which are new."""
    del color
    issues = [
        _issue(finding, fingerprint, root)
        for file in files
        for finding, fingerprint in zip(file.findings, fingerprints(file, file.findings, root), strict=True)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _issue(finding: Finding, fingerprint: str, root: Path) -> dict[str, Any]:
    lines = {"begin": finding.span.start.line, "end": finding.span.end.line}
    return {
        "description": f"{finding.code} {finding.message}",
        "check_name": BY_CODE[finding.code].name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": relative(finding.span.file, root), "lines": lines},
    }
