"""The server itself: what the client says of itself and of its files, on standard input and output."""

from __future__ import annotations

import functools
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from neops_blocks.block_files import ENDINGS
from neops_blocks.language import language
from neops_blocks.lsp.requests import Requests
from neops_blocks.lsp.session import Abilities, Session, file_of

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
_WATCHED = (
    *(f"**/*{ending}" for ending in ENDINGS),
    *("**/*.py", "**/*.textfsm", "**/*.template", "**/neops-blocks.toml", "**/pyproject.toml"),
)


class BlockServer(LanguageServer):
    """A language server for function blocks; errors are logged and never shown to the client."""

    def __init__(self, version: str) -> None:
        super().__init__("neops-blocks", version, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.session = Session(self)
        handlers: dict[str, tuple[Callable[[Any], Any], Any]] = {
            types.INITIALIZE: (self._initialize, None),
            types.INITIALIZED: (self._initialized, None),
            types.SHUTDOWN: (self._shutdown_asked, None),
            types.TEXT_DOCUMENT_DID_OPEN: (self._opened, None),
            types.TEXT_DOCUMENT_DID_CHANGE: (self._changed, None),
            types.TEXT_DOCUMENT_DID_SAVE: (self._saved, types.SaveOptions(include_text=False)),
            types.TEXT_DOCUMENT_DID_CLOSE: (self._closed, None),
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (self._files_changed, None),
            types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: (self._folders_changed, None),
            types.WORKSPACE_DID_CHANGE_CONFIGURATION: (self._settings_changed, None),
            **Requests(self.session).table,
        }
        for method, (handler, options) in handlers.items():
            self.feature(method, options)(_safely(handler))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log it; a client can do nothing about it."""
        _log.error("%s: %s", getattr(source, "__name__", source), error)

    def shutdown(self) -> None:
        """End; a thread that still reads standard input is not waited for."""
        self.session.end()
        if self._stop_event is not None:
            self._stop_event.set()
        self.thread_pool.shutdown(wait=False, cancel_futures=True)

    def _initialize(self, params: types.InitializeParams) -> None:
        capabilities = params.capabilities
        text, workspace = capabilities.text_document, capabilities.workspace
        completion = text.completion if text is not None else None
        item = completion.completion_item if completion is not None else None
        modes = item.insert_text_mode_support.value_set if item and item.insert_text_mode_support else ()
        edit = workspace.workspace_edit if workspace is not None else None
        watched = workspace.did_change_watched_files if workspace is not None else None
        encoding: Any = self.workspace.position_encoding or "utf-16"
        self.session.abilities = Abilities(
            encoding=getattr(encoding, "value", encoding),
            snippets=bool(item and item.snippet_support),
            adjusts_indentation=types.InsertTextMode.AdjustIndentation in modes,
            versioned_edits=bool(edit and edit.document_changes),
            watches_files=bool(watched and watched.dynamic_registration),
        )

    def _initialized(self, _: types.InitializedParams) -> None:
        self._look_in_folders()
        language()
        if self.session.abilities.watches_files:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            registration = types.Registration(
                "watched",
                types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                types.DidChangeWatchedFilesRegistrationOptions(watchers),
            )
            self.client_register_capability(types.RegistrationParams([registration]))

    def _shutdown_asked(self, _: None) -> None:
        self.session.ended = True

    def _opened(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        self.session.open(document.uri, document.text, document.version, at_once=True)

    def _changed(self, params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        self.session.open(document.uri, params.content_changes[-1].text, document.version)

    def _saved(self, params: types.DidSaveTextDocumentParams) -> None:
        self.session.again(params.text_document.uri)
        if not self.session.abilities.watches_files:
            self.session.look_around()

    def _closed(self, params: types.DidCloseTextDocumentParams) -> None:
        self.session.close(params.text_document.uri)

    def _files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        files = [Path(file_of(change.uri)) for change in params.changes]
        blocks = [file for file in files if file.name.endswith(ENDINGS)]
        self.session.look_at(blocks)
        if len(blocks) < len(files) or not files:
            self.session.again()

    def _folders_changed(self, _: types.DidChangeWorkspaceFoldersParams) -> None:
        self._look_in_folders()
        self.session.again()

    def _settings_changed(self, _: types.DidChangeConfigurationParams) -> None:
        self.session.again()

    def _look_in_folders(self) -> None:
        uris = list(self.workspace.folders) or [self.workspace.root_uri or ""]
        self.session.look_in(Path(file_of(uri)) for uri in uris if uri.startswith("file:"))


def _safely(handler: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The handler; a mistake of ours is logged, and the answer is nothing."""

    @functools.wraps(handler)
    def handle(params: Any) -> Any:
        try:
            return handler(params)
        except JsonRpcException:
            raise
        except Exception:  # noqa: BLE001 - this is the edge
            _log.exception("%s failed", handler.__name__)
            return None

    return handle


def serve(version: str, stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Serve until the client is done; the exit code that the protocol asks for."""
    server = BlockServer(version)
    server.start_io(stdin, stdout)
    return 0 if server.session.ended else 1
