"""The requests of an editor, answered for the file that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from neops_blocks.lsp import wire
from neops_blocks.lsp.actions import Action, everything_fixed, quick_fixes
from neops_blocks.lsp.callables import text_of
from neops_blocks.lsp.completion import complete
from neops_blocks.lsp.definition import InFile, definition
from neops_blocks.lsp.hover import hover
from neops_blocks.lsp.outline import outline
from neops_blocks.lsp.positions import Positions
from neops_blocks.lsp.uses import CannotRenameError, renamed, symbol_at, uses_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from neops_blocks.lsp.session import Open, Session

    At = tuple[Open, int]

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.neops-blocks"
TRIGGERS = (".", "|", ":", " ", "[", "{")


class Requests:
    """Answers, None where there is nothing to say."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def table(self) -> dict[str, tuple[Callable[[Any], Any], Any]]:
        """The methods of the protocol, each with what answers it and with its options."""
        return {
            types.TEXT_DOCUMENT_COMPLETION: (
                self.completion,
                types.CompletionOptions(trigger_characters=list(TRIGGERS), resolve_provider=True),
            ),
            types.COMPLETION_ITEM_RESOLVE: (self.resolved, None),
            types.TEXT_DOCUMENT_HOVER: (self.hover, None),
            types.TEXT_DOCUMENT_DEFINITION: (self.definition, None),
            types.TEXT_DOCUMENT_REFERENCES: (self.references, None),
            types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: (self.highlights, None),
            types.TEXT_DOCUMENT_PREPARE_RENAME: (self.can_be_renamed, None),
            types.TEXT_DOCUMENT_RENAME: (self.rename, types.RenameOptions(prepare_provider=True)),
            types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (self.symbols, None),
            types.TEXT_DOCUMENT_CODE_ACTION: (
                self.actions,
                types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL]),
            ),
        }

    def completion(self, params: types.CompletionParams) -> types.CompletionList | None:
        """What may be written here."""
        at = self._at(params)
        if at is None:
            return None
        file, offset = at
        can = self._session.abilities
        items = [
            wire.completion_item(one, file.positions, snippets=can.snippets, adjusts=can.adjusts_indentation)
            for one in complete(file.buffer, offset)
        ]
        return types.CompletionList(is_incomplete=False, items=items)

    def resolved(self, item: types.CompletionItem) -> types.CompletionItem:
        """The documentation of a filter or a test, which may have to be loaded."""
        data = item.data if isinstance(item.data, dict) else {}
        for kind in ("filter", "test"):
            text = text_of(kind, str(data[kind])) if kind in data else None
            if text:
                item.documentation = wire.markdown(text)
        return item

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """What is known of the thing here."""
        at = self._at(params)
        found = hover(at[0].buffer, at[1], self._session.known_findings(at[0])) if at is not None else None
        if at is None or found is None:
            return None
        return types.Hover(wire.markdown(found.text), wire.range_of(at[0].positions, found.start, found.end))

    def definition(self, params: types.DefinitionParams) -> types.Location | None:
        """Where the thing here is defined."""
        at = self._at(params)
        found = definition(at[0].buffer, at[1]) if at is not None else None
        if at is None or found is None:
            return None
        if isinstance(found, InFile):
            return self._in_file(found)
        return types.Location(at[0].uri, wire.span_range(at[0].positions, found))

    def _in_file(self, place: InFile) -> types.Location:
        text = place.file.read_text(encoding="utf-8", errors="replace")
        positions = Positions(text, self._session.abilities.encoding)
        start = Positions(text, "utf-32").offset(place.line, place.column)
        return types.Location(place.file.as_uri(), wire.range_of(positions, start, start))

    def references(self, params: types.ReferenceParams) -> list[types.Location] | None:
        """Every use of the step or parameter here."""
        at = self._at(params)
        symbol = symbol_at(at[0].buffer, at[1]) if at is not None else None
        if at is None or symbol is None:
            return None
        declared = [symbol.declared] if params.context.include_declaration else []
        spans = [*declared, *uses_of(symbol)]
        return [types.Location(at[0].uri, wire.span_range(at[0].positions, span)) for span in spans]

    def highlights(self, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        """The same, to be marked in the text."""
        at = self._at(params)
        symbol = symbol_at(at[0].buffer, at[1]) if at is not None else None
        if at is None or symbol is None:
            return None
        spans = [symbol.declared, *uses_of(symbol)]
        return [types.DocumentHighlight(wire.span_range(at[0].positions, span)) for span in spans]

    def can_be_renamed(self, params: types.PrepareRenameParams) -> types.Range | None:
        """The name here, if it is one of a step or a parameter."""
        at = self._at(params)
        symbol = symbol_at(at[0].buffer, at[1]) if at is not None else None
        return None if at is None or symbol is None else wire.range_of(at[0].positions, *symbol.pointed)

    def rename(self, params: types.RenameParams) -> types.WorkspaceEdit | None:
        """The edits that give the thing here another name.

        Raises:
            JsonRpcException: it cannot have that name; the editor shows why.
        """
        at = self._at(params)
        symbol = symbol_at(at[0].buffer, at[1]) if at is not None else None
        if at is None or symbol is None:
            return None
        try:
            spans = renamed(at[0].buffer, symbol, params.new_name)
        except CannotRenameError as error:
            raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed.value) from None
        edits = [
            types.TextEdit(wire.span_range(at[0].positions, span), params.new_name) for span in sorted(spans)
        ]
        return self._edit(at[0], edits)

    def symbols(self, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        """The parts of the file."""
        file = self._session.file(params.text_document.uri)
        return [wire.symbol(entry, file.positions) for entry in outline(file.buffer)] if file else None

    def actions(self, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        """What can be done about the findings here."""
        file = self._session.file(params.text_document.uri)
        if file is None:
            return None
        return list(self._actions(file, params))

    def _actions(self, file: Open, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
        only = params.context.only
        wanted = [str(getattr(kind, "value", kind)) for kind in only] if only is not None else None
        if wanted is None or any(_is_within("quickfix", kind) for kind in wanted):
            places = (params.range.start, params.range.end)
            start, end = (file.positions.offset(place.line, place.character) for place in places)
            for action in quick_fixes(file.buffer, self._session.findings(file), start, end):
                yield self._action(file, action, types.CodeActionKind.QuickFix)
        if wanted is not None and any(_is_within(FIX_ALL, kind) for kind in wanted):
            everything = everything_fixed(file.buffer, self._session.linted)
            if everything is not None:
                yield self._action(file, everything, FIX_ALL)

    def _action(self, file: Open, action: Action, kind: types.CodeActionKind | str) -> types.CodeAction:
        edits = [
            types.TextEdit(wire.range_of(file.positions, start, end), text)
            for start, end, text in action.changes
        ]
        mended = [wire.diagnostic(finding, file.uri, file.positions) for finding in action.findings]
        return types.CodeAction(
            title=action.title,
            kind=kind,
            diagnostics=mended or None,
            is_preferred=action.preferred or None,
            edit=self._edit(file, edits),
        )

    def _edit(self, file: Open, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        if not self._session.abilities.versioned_edits:
            return types.WorkspaceEdit(changes={file.uri: edits})
        document = types.OptionalVersionedTextDocumentIdentifier(file.uri, file.buffer.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(edits))])

    def _at(self, params: Any) -> At | None:
        """The file and the offset that a request is about."""
        file = self._session.file(params.text_document.uri)
        if file is None:
            return None
        return file, file.positions.offset(params.position.line, params.position.character)


def _is_within(kind: str, wanted: str) -> bool:
    """Whether a kind of action is the wanted one, or a special form of it."""
    return kind == wanted or kind.startswith(f"{wanted}.") or not wanted
