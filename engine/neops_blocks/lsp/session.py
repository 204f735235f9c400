"""What the server knows of its client: the open files, what is found in them, what the client can show."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls import uris

from neops_blocks.lint import ConfigurationError, Linted, Projects, lint_source
from neops_blocks.lint.fixer.comparing import is_whole
from neops_blocks.lsp import wire
from neops_blocks.lsp.buffer import Buffer
from neops_blocks.lsp.checking import Checker
from neops_blocks.lsp.lasting import lasting
from neops_blocks.lsp.neighbours import Neighbours
from neops_blocks.lsp.positions import Encoding, Positions
from neops_blocks.source import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pygls.lsp.server import LanguageServer

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint import Project
    from neops_blocks.source import Source

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Abilities:
    """What the client said it can do."""

    encoding: Encoding = "utf-16"
    snippets: bool = False
    adjusts_indentation: bool = False
    versioned_edits: bool = False
    watches_files: bool = False


@dataclass(frozen=True)
class Open:
    """An open file: its address, its text, and the positions in it."""

    uri: str
    buffer: Buffer
    positions: Positions


class Session:
    """The state between a server and its client."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._files: dict[str, Open] = {}
        self._projects = Projects()
        self._whole: dict[str, tuple[Buffer, Sequence[Finding]]] = {}
        self._complaints: set[str] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.abilities = Abilities()
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="neops-disk")
        self._neighbours = Neighbours(self._shares_a_name)
        self.checker = Checker(self.lint, self._publish)
        self.ended = False

    def open(self, uri: str, text: str, version: int | None, *, at_once: bool = False) -> None:
        """A file is there, or has another text."""
        self._loop = asyncio.get_running_loop()
        file = Open(uri, Buffer(file_of(uri), text, version), Positions(text, self.abilities.encoding))
        was_ours = uri in self._files and self._files[uri].buffer.holds_blocks
        self._files[uri] = file
        if file.buffer.holds_blocks:
            self.checker.changed(uri, file.buffer, at_once=at_once)
        elif was_ours:
            self.checker.forget(uri)
            self._publish(uri, file.buffer, ())

    def close(self, uri: str) -> None:
        """A file is of no interest any more; nothing is shown for it."""
        file = self._files.pop(uri, None)
        self.checker.close_file(uri)
        if file is not None:
            self._whole.pop(file.buffer.file, None)
            self.checker.afterwards(self._neighbours.closed, file.buffer.file)
            self.look_at([Path(file.buffer.file)])
            self._send(uri, [], None)

    def again(self, uri: str | None = None) -> None:
        """Lint a file, or all of them, again: something beside them has changed."""
        self._projects = Projects()
        for file in list(self._files.values()):
            if uri in (None, file.uri):
                self.open(file.uri, file.buffer.text, file.buffer.version, at_once=True)

    def look_in(self, folders: Iterable[Path]) -> None:
        """Compare blocks with all others in these folders, which may take a while to read."""
        self._neighbours.folders = tuple(folders)
        self.look_around()

    def look_around(self) -> None:
        """Files in the folders may have changed, nobody knows which."""
        self._behind(self._neighbours.look_through)

    def look_at(self, files: Sequence[Path]) -> None:
        """These have."""
        self._behind(self._neighbours.look_at, files)

    def end(self) -> None:
        """Wait for nothing that still runs."""
        self._neighbours.end()
        self.checker.close()
        self._disk.shutdown(wait=False, cancel_futures=True)

    def file(self, uri: str) -> Open | None:
        """An open file with blocks, or with nothing yet; None for files that are not ours."""
        found = self._files.get(uri)
        ours = found is not None and (found.buffer.holds_blocks or not found.buffer.text.strip())
        return found if ours else None

    def findings(self, file: Open) -> Sequence[Finding]:
        """What is found in a file as it is now, however long that takes."""
        return self.checker.findings(file.uri, file.buffer) if file.buffer.holds_blocks else ()

    def known_findings(self, file: Open) -> Sequence[Finding]:
        """What is known by now of what is found in a file."""
        return self.checker.known(file.uri, file.buffer) or ()

    def lint(self, buffer: Buffer) -> Sequence[Finding]:
        """What the linter says, with the settings of the project; in a text that is no YAML, what lasts."""
        source = load(buffer.text, buffer.file)
        project = self._project_of(source)
        if not is_whole(source):
            findings = lint_source(source, project).findings
            before = self._whole.get(buffer.file)
            return findings if before is None else [*findings, *lasting(*before, buffer)]
        self._neighbours.written(source)  # first: what is taken from now on has it linted again
        findings = self._compared(source, project).findings
        self._whole[buffer.file] = (buffer, findings)
        return findings

    def linted(self, source: Source) -> Linted:
        """What the linter says of another text of a file."""
        return self._compared(source, self._project_of(source))

    def _compared(self, source: Source, project: Project | None) -> Linted:
        if project is None:
            return lint_source(source)
        return lint_source(source, replace(project, blocks=self._neighbours.others(source)))

    def _project_of(self, source: Source) -> Project | None:
        """The project of a file, looked through where no folder is open; None if its settings are wrong."""
        try:
            project = self._projects.of(source.file)
        except (ConfigurationError, OSError) as error:
            self._complain(str(error))
            return None
        if project.file is not None and not self._neighbours.folders:
            self.look_in([project.root])
        return project

    def _behind(self, work: Callable[..., None], *arguments: object) -> None:
        """Do something that reads files, where nobody waits for it."""

        def safely() -> None:
            try:
                work(*arguments)
            except Exception:  # noqa: BLE001 - this is an edge
                _log.exception("looking at files failed")

        with contextlib.suppress(RuntimeError):  # the server has ended
            self._disk.submit(safely)

    def _shares_a_name(self, name: str) -> None:
        """Lint an open file again; called in any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._again, name)

    def _again(self, name: str) -> None:
        for file in self._files.values():
            if file.buffer.file == name and file.buffer.holds_blocks:
                self.checker.changed(file.uri, file.buffer, at_once=True)

    def _publish(self, uri: str, buffer: Buffer, findings: Sequence[Finding]) -> None:
        file = self._files.get(uri)
        if file is not None and file.buffer is buffer:
            shown = [wire.diagnostic(finding, uri, file.positions) for finding in findings]
            self._send(uri, shown, buffer.version)

    def _send(self, uri: str, diagnostics: list[types.Diagnostic], version: int | None) -> None:
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics, version)
        )

    def _complain(self, message: str) -> None:
        """Say once that settings are wrong; the linter goes on without them."""
        if message not in self._complaints:
            self._complaints.add(message)
            _log.warning("settings are not used: %s", message)
            text = f"neops-blocks: the settings are not used: {message}"
            params = types.ShowMessageParams(types.MessageType.Warning, text)
            if self._loop is not None:  # the linter is in a thread
                self._loop.call_soon_threadsafe(self._server.window_show_message, params)


def file_of(uri: str) -> str:
    """The name of a file; of one that is not saved yet the last part of its address."""
    path = uris.to_fs_path(uri) if uri.startswith("file:") else None
    return path or Path(unquote(urlsplit(uri).path)).name or "untitled"
