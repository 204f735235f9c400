"""Many files are linted in several processes."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
from typing import TYPE_CHECKING

from neops_blocks.cli.linting.linter import lint_chunk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from neops_blocks.cli.lint_options import Choice

    Content = tuple[Path, bytes]


def lint_in_processes(contents: Sequence[Content], choice: Choice, jobs: int) -> list[bytes]:
    """The encoded answer of each file, in their order.

    Each process gets its share at once and waits for nobody, so that none is left behind by a parent that is
    killed. The share of a process that ends without answers - no memory was left, or a mistake of ours - is
    linted here.

    Raises:
        Problem: settings are wrong.
    """
    shares = [contents[first::jobs] for first in range(jobs)]
    with _interrupts_later():
        workers = [_start(share, choice) for share in shares]
    answers: list[bytes] = [b""] * len(contents)
    try:
        for first, (share, (_, reader)) in enumerate(zip(shares, workers, strict=True)):
            try:
                answers[first::jobs] = reader.recv()
            except (EOFError, OSError):
                answers[first::jobs] = lint_chunk(share, choice)
    finally:
        for process, reader in workers:
            reader.close()
            process.terminate()
            process.join()
    return answers


def _start(
    share: Sequence[Content], choice: Choice
) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    """A process with work. A fork has all that is imported here; only Linux is known to do that safely."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(reader, writer, share, choice), daemon=True)  # type: ignore[attr-defined]
    process.start()
    writer.close()
    return process, reader


def _work(reader: Connection, writer: Connection, share: Sequence[Content], choice: Choice) -> None:
    """Hand over the answers, or nothing where that cannot be done: the parent will find out why."""
    reader.close()
    with contextlib.suppress(Exception), writer:
        writer.send(lint_chunk(share, choice))


@contextlib.contextmanager
def _interrupts_later() -> Iterator[None]:
    """Processes that are started meanwhile never see Ctrl-C, which is meant for their parent."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
