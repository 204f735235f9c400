"""Live progress on standard error, for a person at a terminal: a summary, who is at work, who failed."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.terminal import is_terminal, wants_color

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console, ConsoleOptions

    from neops_worker_sdk.jobs.collector import Collector, HostRecord
    from neops_worker_sdk.logger.masking import Masker

SHOWN_ACTIVE = 8
SHOWN_FAILED = 5
BAR = 30
BESIDE = 60  # columns for the title and the numbers


@contextlib.contextmanager
def live(title: str, collector: Collector, masker: Masker, note: Callable[[], str] = str) -> Iterator[None]:
    """Show progress, and a note if there is one, while the body runs; nothing where nobody looks."""
    if not is_terminal(sys.stderr):
        yield
        return
    from rich.console import Console
    from rich.live import Live

    console = Console(stderr=True, no_color=not wants_color(sys.stderr))
    view = _View(title, collector, masker, console, note)
    with Live(get_renderable=view.render, console=console, refresh_per_second=8, transient=True):
        yield


class _View:
    def __init__(
        self, title: str, collector: Collector, masker: Masker, console: Console, note: Callable[[], str]
    ) -> None:
        self._console = console
        self._note = note
        self._title = title
        self._collector = collector
        self._masker = masker
        self._started = time.monotonic()

    def render(self) -> Any:
        """What stands on the terminal at this moment."""
        from rich.text import Text

        records = self._collector.snapshot()
        done = [record for record in records if record.finished is not None]
        failed = [record for record in records if record.failed]
        active = [record for record in records if record.started is not None and record.finished is None]
        options = self._console.options
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(self._title, style="bold")
        if records:
            text.append(f"  {_bar(len(done), len(records), options)} {len(done)}/{len(records)}")
            text.append(f"  {len(active)} at work", style="cyan")
        if failed:
            text.append(f"  {len(failed)} failed", style="bold red")
        text.append(f"  {time.monotonic() - self._started:.1f} s", style="dim")
        if note := self._note():
            text.append(f"  {note}", style="yellow")
        if self._collector.block_step:
            text.append(f"\n  {self._collector.block_step}", style="cyan")
        self._active(text, active)
        self._failed(text, failed)
        return text

    def _active(self, text: Any, active: list[HostRecord]) -> None:
        now = time.monotonic()
        for record in sorted(active, key=lambda record: record.started or 0)[:SHOWN_ACTIVE]:
            text.append(f"\n  {record.name:<16}", style="cyan")
            text.append(f" {record.step or '…'}  {now - (record.started or now):.1f} s")
        if len(active) > SHOWN_ACTIVE:
            text.append(f"\n  and {len(active) - SHOWN_ACTIVE} more", style="dim")

    def _failed(self, text: Any, failed: list[HostRecord]) -> None:
        for record in failed[-SHOWN_FAILED:]:
            error = record.finished.error if record.finished else None
            message = f"{error['code']}: {error['message']}" if error else "failed"
            text.append(f"\n  {record.name:<16}", style="red")
            text.append(f" {self._masker.text(message)}")


def _bar(done: int, total: int, options: ConsoleOptions) -> str:
    """A bar that leaves room for the numbers, in characters that the terminal has."""
    size = max(min(BAR, options.max_width - BESIDE), 0)
    filled = size * done // max(total, 1)
    full, empty = "#-" if options.ascii_only else "━╌"
    return full * filled + empty * (size - filled)
