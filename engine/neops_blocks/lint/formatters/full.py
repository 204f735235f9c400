"""For people: each finding with the lines it is about, marked under exactly the wrong characters."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from neops_blocks.lint.formatters.colors import BLUE, BOLD, CYAN, OF_SEVERITY, paint
from neops_blocks.lint.formatters.footer import footer
from neops_blocks.lint.formatters.snippet import Snippet
from neops_blocks.source import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from neops_blocks.diagnostics import Finding, Span

_CONTEXT = 2


def format(findings: Sequence[Finding], texts: Mapping[str, str], color: bool = False) -> str:  # noqa: A001
    """Code and message, place, lines, help; then how many there are."""
    lines_of = functools.cache(lambda file: Text(file, texts.get(file, "")))
    reports = [_report(finding, lines_of, color) for finding in findings]
    return "\n".join([*reports, footer(findings)]) + "\n"


def _report(finding: Finding, lines_of: Callable[[str], Text], color: bool) -> str:
    tint = OF_SEVERITY[finding.severity]
    out = [f"{paint(finding.code, BOLD, tint, color=color)} {paint(finding.message, BOLD, color=color)}"]
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
