"""Our data in the types of the protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from neops_blocks.diagnostics import Severity
from neops_blocks.lint import RULES
from neops_blocks.lsp.pages import page_of
from neops_blocks.lsp.suggestion import Kind

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lsp.outline import Entry
    from neops_blocks.lsp.positions import Positions
    from neops_blocks.lsp.suggestion import Suggestion

SOURCE = "neops-blocks"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_TAGS = {"unused": types.DiagnosticTag.Unnecessary, "deprecated": types.DiagnosticTag.Deprecated}
_NAMES = {str(rule.code): rule.name for rule in RULES}
_ITEM_KINDS = {
    Kind.KEY: types.CompletionItemKind.Property,
    Kind.VALUE: types.CompletionItemKind.EnumMember,
    Kind.SNIPPET: types.CompletionItemKind.Snippet,
    Kind.NAME: types.CompletionItemKind.Variable,
    Kind.PARAMETER: types.CompletionItemKind.Variable,
    Kind.STEP: types.CompletionItemKind.Class,
    Kind.FIELD: types.CompletionItemKind.Field,
    Kind.FILTER: types.CompletionItemKind.Function,
    Kind.TEST: types.CompletionItemKind.Function,
    Kind.FILE: types.CompletionItemKind.File,
    Kind.FUNCTION: types.CompletionItemKind.Function,
    Kind.RULE: types.CompletionItemKind.Constant,
}
_SYMBOLS = {
    "block": types.SymbolKind.Module,
    "section": types.SymbolKind.Namespace,
    "parameter": types.SymbolKind.Variable,
    "step": types.SymbolKind.Function,
    "field": types.SymbolKind.Field,
}


def range_of(positions: Positions, start: int, end: int) -> types.Range:
    """The range of the characters from start to end."""
    return types.Range(types.Position(*positions.place(start)), types.Position(*positions.place(end)))


def span_range(positions: Positions, span: Span) -> types.Range:
    """The range of a span of the same text."""
    return range_of(positions, span.start.offset, span.end.offset)


def markdown(text: str) -> types.MarkupContent:
    """A text with its format."""
    return types.MarkupContent(types.MarkupKind.Markdown, text)


def diagnostic(finding: Finding, uri: str, positions: Positions) -> types.Diagnostic:
    """A finding; what to do about it is part of the message, as most editors show nothing else."""
    name = _NAMES.get(str(finding.code), "")
    tag = _TAGS.get(name.partition("-")[0])
    page = page_of(str(finding.code))
    return types.Diagnostic(
        range=span_range(positions, finding.span),
        message=f"{finding.message}\n{finding.help}" if finding.help else finding.message,
        severity=_SEVERITIES[finding.severity],
        code=str(finding.code),
        code_description=types.CodeDescription(page.as_uri()) if page else None,
        source=SOURCE,
        tags=[tag] if tag else None,
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(*_place(related.span, finding, uri, positions)), related.message
            )
            for related in finding.related
        ]
        or None,
    )


def _place(span: Span, finding: Finding, uri: str, positions: Positions) -> tuple[str, types.Range]:
    """Where a related place is; in another file its columns count characters, as that file is not here."""
    if span.file == finding.span.file:
        return uri, span_range(positions, span)
    start = types.Position(span.start.line - 1, span.start.column - 1)
    end = types.Position(span.end.line - 1, span.end.column - 1)
    return Path(span.file).resolve().as_uri(), types.Range(start, end)


def completion_item(
    suggestion: Suggestion, positions: Positions, *, snippets: bool, adjusts: bool
) -> types.CompletionItem:
    """A suggestion; without snippets it is inserted as plain text."""
    as_snippet = snippets and ("$" in suggestion.insert or "\\" in suggestion.insert)
    mode = types.InsertTextMode.AdjustIndentation if adjusts and "\n" in suggestion.insert else None
    lazy = suggestion.kind in (Kind.FILTER, Kind.TEST)
    return types.CompletionItem(
        label=suggestion.label,
        kind=_ITEM_KINDS[suggestion.kind],
        detail=suggestion.detail or None,
        documentation=markdown(suggestion.text) if suggestion.text else None,
        sort_text=f"{suggestion.order:04}{suggestion.label}",
        insert_text_format=types.InsertTextFormat.Snippet if as_snippet else types.InsertTextFormat.PlainText,
        insert_text_mode=mode,
        text_edit=types.TextEdit(
            range_of(positions, suggestion.start, suggestion.end),
            suggestion.insert if as_snippet else suggestion.plain,
        ),
        data={suggestion.kind.name.lower(): suggestion.label} if lazy else None,
    )


def symbol(entry: Entry, positions: Positions) -> types.DocumentSymbol:
    """A part of the outline."""
    return types.DocumentSymbol(
        name=entry.name,
        kind=_SYMBOLS[entry.kind],
        range=range_of(positions, *entry.span),
        selection_range=range_of(positions, *entry.selected),
        detail=entry.detail or None,
        children=[symbol(inner, positions) for inner in entry.inner],
    )
