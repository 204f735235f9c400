"""Runs the rules: on a text, on a file that was read, on a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Finding, Severity
from neops_blocks.lint.rules import RULES
from neops_blocks.lint.subject import Subject
from neops_blocks.model import SCHEMA, Document, parse_partly
from neops_blocks.source import load
from neops_blocks.steps import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from neops_blocks.source import Source


def lint(text: str, path: Path | str) -> list[Finding]:
    """Everything wrong with the blocks of a text; files beside it are looked for beside path."""
    return examine(load(text, str(path)))[1]


def check(document: Document) -> list[Finding]:
    """What the rules find in a document."""
    subject = Subject(document)
    return in_order(finding for rule in RULES for finding in rule.check(subject))


def examine(source: Source) -> tuple[list[Document], list[Finding]]:
    """The complete documents of a file, and everything wrong with all of them."""
    documents, findings = [], list(source.findings)
    told = {finding.span.start for finding in source.findings}
    written = [node for node in source.documents if node.kind != "scalar" or node.value is not None]
    for node in written:
        document, found = parse_partly(node, source, KINDS)
        findings += [finding for finding in found if finding.span.start not in told]
        if document is not None:
            findings += check(document)
            documents += [document] if document.complete else []
    if not written and not source.findings:
        span = source.lines.span(0, 0)
        help_ = f"begin with `schema: {SCHEMA}`"
        findings.append(Finding(Code.NO_BLOCK, "the file holds no block", Severity.ERROR, span, help=help_))
    return documents, in_order(findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings as they stand in the file, each once."""
    return sorted(
        dict.fromkeys(findings), key=lambda found: (found.span.file, found.span.start.offset, found.code)
    )
