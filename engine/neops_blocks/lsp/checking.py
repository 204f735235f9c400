"""Lints what changes, when the typing pauses; what comes too late for its text is never shown.

The pause is as long as the last lint of the file took, so that big files are not linted at every key.
"""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lsp.buffer import Buffer

    Lint = Callable[[Buffer], Sequence[Finding]]
    Show = Callable[[str, Buffer, Sequence[Finding]], None]

SHORTEST_PAUSE = 0.02
LONGEST_PAUSE = 0.5
_log = logging.getLogger(__name__)


class Checker:
    """Holds the last findings of each open file.

    Args:
        lint: finds what is wrong with a buffer; called in a thread, one buffer at a time.
        show: is told the findings of a buffer, on the event loop, if it is still the newest.
    """

    def __init__(self, lint: Lint, show: Show) -> None:
        self._lint = lint
        self._show = show
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="neops-lint")
        self._newest: dict[str, Buffer] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._took: dict[str, float] = {}
        self._found: dict[str, tuple[Buffer, Sequence[Finding]]] = {}

    def changed(self, uri: str, buffer: Buffer, *, at_once: bool = False) -> None:
        """Lint a file again; a lint of it that waits or runs is for nothing now."""
        self.forget(uri)
        self._newest[uri] = buffer
        pause = 0.0 if at_once else min(max(self._took.get(uri, 0.0), SHORTEST_PAUSE), LONGEST_PAUSE)
        self._waiting[uri] = asyncio.create_task(self._check(uri, buffer, pause), name=f"lint {uri}")

    def forget(self, uri: str) -> None:
        """Whatever waits or runs for the file is for nothing."""
        self._newest.pop(uri, None)
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()

    def close_file(self, uri: str) -> None:
        """The file is closed: nothing of it is kept."""
        self.forget(uri)
        self._took.pop(uri, None)
        self._found.pop(uri, None)

    def known(self, uri: str, buffer: Buffer) -> Sequence[Finding] | None:
        """What was found in this very text; None where it was not linted yet."""
        found = self._found.get(uri)
        return found[1] if found is not None and found[0] is buffer else None

    def findings(self, uri: str, buffer: Buffer) -> Sequence[Finding]:
        """The same; lints now where nobody has yet."""
        findings = self.known(uri, buffer)
        if findings is None:
            findings = self._safely(buffer)
            self._found[uri] = (buffer, findings)
        return findings

    def afterwards(self, work: Callable[[str], None], file: str) -> None:
        """Do something when no lint that has begun still runs."""
        self._thread.submit(work, file)

    def close(self) -> None:
        """End without waiting for what runs."""
        for task in self._waiting.values():
            task.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _check(self, uri: str, buffer: Buffer, pause: float) -> None:
        await asyncio.sleep(pause)
        loop = asyncio.get_running_loop()
        started = time.perf_counter()
        findings = await loop.run_in_executor(self._thread, self._unless_old, uri, buffer)
        if findings is None or self._newest.get(uri) is not buffer:
            return
        self._took[uri] = time.perf_counter() - started
        self._found[uri] = (buffer, findings)
        self._show(uri, buffer, findings)

    def _unless_old(self, uri: str, buffer: Buffer) -> Sequence[Finding] | None:
        """The findings; None where a newer text came while this one waited for the thread."""
        return self._safely(buffer) if self._newest.get(uri) is buffer else None

    def _safely(self, buffer: Buffer) -> Sequence[Finding]:
        """A mistake of ours is logged, and costs the findings of this text only."""
        try:
            return self._lint(buffer)
        except Exception:  # noqa: BLE001 - this is an edge
            _log.exception("linting %s failed", buffer.file)
            return ()
