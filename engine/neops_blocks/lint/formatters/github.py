"""Commands of GitHub Actions: each finding becomes an annotation of the changed lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Severity
from neops_blocks.lint.formatters.footer import footer
from neops_blocks.lint.formatters.places import relative
from neops_blocks.lint.rules import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.linted import Linted

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_WORST_FIRST = list(_COMMANDS)
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def format(files: Sequence[Linted], *, root: Path, color: bool = False) -> str:  # noqa: A001
    """A command for each finding; the worst first, because GitHub shows ten of a kind in a step."""
    del color
    findings = [finding for file in files for finding in file.findings]
    findings.sort(key=lambda finding: _WORST_FIRST.index(finding.severity))
    return "\n".join([*(_command(finding, root) for finding in findings), footer(files)]) + "\n"


def _command(finding: Finding, root: Path) -> str:
    start, end = finding.span.start, finding.span.end
    properties: dict[str, object] = {
        "title": f"{finding.code} {BY_CODE[finding.code].name}",
        "file": relative(finding.span.file, root),
        "line": start.line,
        "endLine": end.line,
    }
    if start.line == end.line:
        properties |= {"col": start.column, "endColumn": end.column}
    written = ",".join(f"{name}={str(value).translate(_IN_PROPERTIES)}" for name, value in properties.items())
    text = f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message
    return f"::{_COMMANDS[finding.severity]} {written}::{text.translate(_IN_DATA)}"
