"""Runs the rules: on a text, on a file that was read, on a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Finding, Severity
from neops_blocks.lint import suppressions
from neops_blocks.lint.configuration import Configuration
from neops_blocks.lint.linted import Linted
from neops_blocks.lint.rule import ProjectRule, SourceRule
from neops_blocks.lint.rules import RULES
from neops_blocks.lint.subject import Subject
from neops_blocks.model import SCHEMA, Document, parse_partly
from neops_blocks.source import load
from neops_blocks.source.bounds import MAX_CHARACTERS
from neops_blocks.steps import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from neops_blocks.diagnostics import Span
    from neops_blocks.lint.project import Project
    from neops_blocks.source import Node, Source


def lint(text: str, path: Path | str, project: Project | None = None) -> list[Finding]:
    """Everything wrong with the blocks of a text, as its author should see it.

    Args:
        text: YAML with any number of blocks.
        path: files beside it are looked for beside this one.
        project: whose settings count; without it, none do.
    """
    return list(lint_source(load(text, str(path)), project).findings)


def lint_source(source: Source, project: Project | None = None) -> Linted:
    """The same for a file that was read, with what comments ignore and what the settings leave out.

    This is the one place where comments and settings are applied.
    """
    documents, found = examine(source)
    found += _compared(source, project.blocks if project else {})
    complete = not source.findings and len(documents) == len(_written(source))
    left, suppressed = suppressions.apply(found, source.lines, complete=complete)
    configuration = project.configuration if project else Configuration()
    enabled = configuration.enabled_in(project.name_of(source.file)) if project else configuration.enabled
    told = in_order(finding for finding in left if finding.code in enabled)
    return Linted(
        source.file,
        source.text,
        told,
        frozenset(filter(configuration.fails, told)),
        [ignored for ignored in suppressed if ignored.finding.code in enabled],
        [finding for finding in left if finding.code not in enabled and finding.severity is Severity.ERROR],
    )


def examine(source: Source) -> tuple[list[Document], list[Finding]]:
    """The complete documents of a file, and everything wrong with all of them.

    Neither comments nor settings count: whether a block is valid depends on nothing but the block.
    """
    documents, findings = [], [*source.findings, *_read(source)]
    told = {finding.span.start for finding in source.findings}
    for node in _written(source):
        document, found = parse_partly(node, source, KINDS)
        findings += [finding for finding in found if finding.span.start not in told]
        if document is not None:
            findings += check(document)
            documents += [document] if document.complete else []
    if not _written(source) and not source.findings:
        span = source.lines.span(0, 0)
        help_ = f"begin with `schema: {SCHEMA}`"
        findings.append(Finding(Code.NO_BLOCK, "the file holds no block", Severity.ERROR, span, help=help_))
    return documents, in_order(findings)


def check(document: Document) -> list[Finding]:
    """What the rules find in a document."""
    subject = Subject(document)
    return in_order(finding for rule in RULES for finding in rule.check(subject))


def _read(source: Source) -> Iterator[Finding]:
    """What the rules find in the characters of a file; nothing where there are too many."""
    for rule in RULES if len(source.text) <= MAX_CHARACTERS else ():
        if isinstance(rule, SourceRule):
            yield from rule.look(source)


def _compared(source: Source, blocks: Mapping[str, Span]) -> Iterator[Finding]:
    """What the rules find in a file among others."""
    for rule in RULES:
        if isinstance(rule, ProjectRule):
            yield from rule.compare(source, blocks)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings as they stand in the file, each once."""
    return sorted(
        dict.fromkeys(findings), key=lambda found: (found.span.file, found.span.start.offset, found.code)
    )


def _written(source: Source) -> list[Node]:
    """The documents that are not empty."""
    return [node for node in source.documents if node.kind != "scalar" or node.value is not None]
