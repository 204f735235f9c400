"""SARIF 2.1.0, the exchange format of static analysis: for GitHub code scanning and for editors."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from neops_blocks.diagnostics import Severity
from neops_blocks.lint.explanations import as_markdown, as_text
from neops_blocks.lint.formatters.fingerprints import fingerprints
from neops_blocks.lint.formatters.places import relative
from neops_blocks.lint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from neops_blocks.diagnostics import Finding, Fix, Position, Span
    from neops_blocks.lint.linted import Linted
    from neops_blocks.lint.rule import Rule
    from neops_blocks.lint.suppressions import Suppressed

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "neopsBlocksFinding/v1"
"""Not GitHub's `primaryLocationLineHash`: its upload makes that one, and warns about every other value."""
_BEYOND_UTF16 = re.compile("[\U00010000-\U0010ffff]")
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def format(files: Sequence[Linted], *, root: Path, color: bool = False) -> str:  # noqa: A001
    """One run: the rules that have findings, the findings, and the ignored ones with their reasons."""
    del color
    results = [result for file in files for result in _File(file, root).results()]
    rules = [rule for rule in RULES if any(result["ruleId"] == rule.code for result in results)]
    index = {rule.code: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "neops-blocks", **_version(), "rules": [_rule(rule) for rule in rules]}},
        "originalUriBaseIds": {ROOT: {"uri": f"{root.as_uri().rstrip('/')}/"}},
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\r", "\n"],
        "results": [{**result, "ruleIndex": index[result["ruleId"]]} for result in results],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False) + "\n"


def _version() -> dict[str, str]:
    """The version; a tree that was never installed has none."""
    try:
        return {"semanticVersion": version("neops-blocks")}
    except PackageNotFoundError:
        return {}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}"},
        "help": {"text": as_text(rule), "markdown": as_markdown(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["neops-blocks"], "problem.severity": _PROBLEMS[rule.severity]},
    }


_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


class _File:
    """The results of one file."""

    def __init__(self, file: Linted, root: Path) -> None:
        self._file = file
        self._root = root
        self._wide = [match.start() for match in _BEYOND_UTF16.finditer(file.text)]

    def results(self) -> Iterator[dict[str, Any]]:
        """A result for each finding; with `suppressions`, which have to be in all of them or in none."""
        ignored: list[Suppressed | None] = [*(None for _ in self._file.findings), *self._file.suppressed]
        findings = [*self._file.findings, *(one.finding for one in self._file.suppressed)]
        made = fingerprints(self._file, findings, self._root)
        for finding, suppressed, fingerprint in zip(findings, ignored, made, strict=True):
            yield {
                **self._result(finding),
                "partialFingerprints": {FINGERPRINT: fingerprint},
                "suppressions": [self._suppression(suppressed)] if suppressed else [],
            }

    def _result(self, finding: Finding) -> dict[str, Any]:
        text = f"{finding.message}\n{finding.help}" if finding.help else finding.message
        location = self._location(finding.span)
        if finding.path:
            location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
        result = {
            "ruleId": str(finding.code),
            "level": _LEVELS[finding.severity],
            "message": {"text": text},
            "locations": [location],
        }
        if finding.related:
            result["relatedLocations"] = [
                {"id": number, "message": {"text": related.message}, **self._location(related.span)}
                for number, related in enumerate(finding.related)
            ]
        if finding.fix:
            result["fixes"] = [self._fix(finding.fix)]
        return result

    def _suppression(self, ignored: Suppressed) -> dict[str, Any]:
        reason = {"justification": ignored.reason} if ignored.reason else {}
        return {"kind": "inSource", "location": self._location(ignored.comment), **reason}

    def _fix(self, fix: Fix) -> dict[str, Any]:
        replacements = [
            {"deletedRegion": self._region(edit.span), "insertedContent": {"text": edit.text}}
            for edit in fix.edits
        ]
        change = {"artifactLocation": self._artifact(), "replacements": replacements}
        return {"description": {"text": fix.message}, "artifactChanges": [change]}

    def _location(self, span: Span) -> dict[str, Any]:
        return {"physicalLocation": {"artifactLocation": self._artifact(), "region": self._region(span)}}

    def _artifact(self) -> dict[str, Any]:
        path = relative(self._file.file, self._root)
        if path.startswith("/"):
            return {"uri": f"file://{quote(path)}"}
        return {"uri": quote(path), "uriBaseId": ROOT}

    def _region(self, span: Span) -> dict[str, int]:
        return {
            "startLine": span.start.line,
            "startColumn": self._column(span.start),
            "endLine": span.end.line,
            "endColumn": self._column(span.end),
        }

    def _column(self, position: Position) -> int:
        """The column in UTF-16 code units, of which characters beyond U+FFFF have two."""
        begin = position.offset - position.column + 1
        return position.column + bisect_left(self._wide, position.offset) - bisect_left(self._wide, begin)
