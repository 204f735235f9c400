"""Writes the comments that ignore what is found now, so that only new mistakes are told about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Edit, Severity
from neops_blocks.lint.edits import edited
from neops_blocks.lint.rules.suppressions import RULES
from neops_blocks.lint.suppressions import PREFIX
from neops_blocks.lint.suppressions.reading import LINE, Directive, directives
from neops_blocks.source import load
from neops_blocks.source.comments import Comments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_blocks.diagnostics import Finding
    from neops_blocks.source import Source

_OWN = frozenset(rule.code for rule in RULES)


def added(source: Source, findings: Iterable[Finding]) -> str:
    """The text of a file with a comment for each finding that can be ignored: warnings and notes.

    Comments are only ever added behind a line, or to the codes of one that is there; the data of the file
    stays the same. A file that is not valid YAML is left alone.
    """
    if source.findings:
        return source.text
    lines, comments = source.lines, Comments(source.lines)
    missing: dict[int, list[str]] = {}
    for finding in findings:
        if finding.severity is not Severity.ERROR and finding.code not in _OWN:
            codes = missing.setdefault(comments.behind(finding.span.start.offset), [])
            codes += [str(finding.code)] if finding.code not in codes else []
    present = {one.span.end.offset: one for one in directives(lines) if isinstance(one, Directive)}
    edits = []
    for place, codes in missing.items():
        directive = present.get(place)
        if directive is not None and directive.kind == LINE:
            written = [code for code, _ in directive.codes]
            edits.append(directive.with_codes([*written, *sorted(codes)]))
        else:
            edits.append(Edit(lines.span(place, place), f"  # {PREFIX} {LINE}[{', '.join(sorted(codes))}]"))
    text = edited(source.text, edits)
    return text if _data(load(text, source.file)) == _data(source) else source.text


def _data(source: Source) -> str:
    return repr([document.plain() for document in source.documents])
