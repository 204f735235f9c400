"""The worker: polls an engine, runs its jobs, delivers their results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_worker_sdk.worker.errors import StartupError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_worker_sdk.registry import BlockReader
    from neops_worker_sdk.worker.settings import WorkerSettings

__all__ = ["StartupError", "run_worker"]


def run_worker(settings: WorkerSettings, readers: Sequence[BlockReader] | None = None) -> int:
    """Run a worker until a signal ends it; the parts of a worker are imported now.

    Args:
        settings: everything there is to choose.
        readers: who reads files of blocks; None: those that are installed.

    Returns:
        0 if everything claimed was finished and delivered, else 1; a second signal ends the process.

    Raises:
        StartupError: there is no engine's address, there are no blocks, or the engine refuses the worker.
        ImportError: a package that the settings ask for is missing.
    """
    from neops_worker_sdk.worker.running import run

    return run(settings, readers)
