"""For people: each finding with the lines it is about, marked under exactly the wrong characters."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from neops_blocks.lint.formatters.colors import BLUE, BOLD, CYAN, OF_SEVERITY, paint
from neops_blocks.lint.formatters.footer import counted, footer
from neops_blocks.lint.formatters.marker import marker
from neops_blocks.lint.formatters.snippet import Snippet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.linted import Linted
    from neops_blocks.source import Text

_CONTEXT = 2


def format(files: Sequence[Linted], *, root: Path, color: bool = False) -> str:  # noqa: A001
    """Code and message, place, lines, help; then how many there are."""
    del root
    findings = [finding for file in files for finding in file.findings]
    texts = {file.file: file.text for file in files}
    return "\n".join([*_reports(findings, texts, color), footer(files)]) + "\n"


def of_findings(findings: Sequence[Finding], texts: Mapping[str, str], *, color: bool = False) -> str:
    """The same for findings of somebody else; texts holds the text of each file by its name."""
    return "\n".join([*_reports(findings, texts, color), counted(findings)]) + "\n"


def _reports(findings: Sequence[Finding], texts: Mapping[str, str], color: bool) -> list[str]:
    if not findings:
        return []
    from neops_blocks.source import Text  # it brings the reader of YAML

    lines_of = functools.cache(lambda file: Text(file, texts.get(file, "")))
    return [_report(finding, lines_of, color) for finding in findings]


def _report(finding: Finding, lines_of: Callable[[str], Text], color: bool) -> str:
    tint = OF_SEVERITY[finding.severity]
    code, message = paint(finding.code, BOLD, tint, color=color), paint(finding.message, BOLD, color=color)
    out = [f"{code} {marker(finding, color)}{message}"]
    spans = [finding.span, *(related.span for related in finding.related)]
    width = len(str(max(span.start.line for span in spans) + _CONTEXT))
    out += _place(finding.span, lines_of, width, color, tint)
    for related in finding.related:
        out += _place(related.span, lines_of, width, color, BLUE, label=related.message)
    if finding.help:
        out.append(f"{paint('help', BOLD, CYAN, color=color)}: {finding.help}")
    return "\n".join(out) + "\n"


def _place(
    span: Span, lines_of: Callable[[str], Text], width: int, color: bool, tint: str, label: str = ""
) -> list[str]:
    arrow = paint("-->", BLUE, color=color)
    text = lines_of(span.file)
    out = [f"{' ' * width} {arrow} {span}"]
    if not text.text:
        return [*out, f"{' ' * width} = {label}"] if label else out
    context = 0 if label else _CONTEXT
    gutter = paint("|", BLUE, color=color)
    out.append(f"{' ' * width} {gutter}")
    for number in range(max(1, span.start.line - context), min(text.count, span.start.line + context) + 1):
        snippet = Snippet(text.line(number), span.start.column)
        out.append(f"{paint(f'{number:>{width}}', BLUE, color=color)} {gutter} {snippet.shown}".rstrip())
        if number == span.start.line:
            mark = "-" if label else "^"
            end = span.end.column if span.end.line == span.start.line else None
            before, under = snippet.marks(span.start.column, end, mark)
            out.append(
                f"{' ' * width} {gutter} {before}{paint(f'{under} {label}'.rstrip(), tint, color=color)}"
            )
    out.append(f"{' ' * width} {gutter}")
    return out
