"""The state directory: whether results survive a restart there, and which still wait."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from neops_blocks.cli.doctor.remarks import note, ok, problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from neops_blocks.cli.doctor.remarks import Remark
    from neops_worker_sdk.worker.configuration import Resolved


def check(resolved: Resolved) -> Iterator[Remark]:
    """Look at the directory without making it, and at the outboxes in it without changing them."""
    state, engine = resolved.settings.state_dir, resolved.settings.engine
    if _writable(state):
        made = "" if state.exists() else ", and will be made"
        yield ok(f"results are kept in {state}, which can be written{made}", path=str(state))
    else:
        yield problem(
            f"{state} cannot be written: results that are not delivered are lost when a worker ends",
            "give a directory that the worker may write: STATE_DIR or --state-dir",
            path=str(state),
        )
    if engine is not None:
        yield from _outboxes(state, engine)


def _outboxes(state: Path, engine: str) -> Iterator[Remark]:
    from neops_worker_sdk.worker.outbox import contents

    for path, content in contents(state, engine):
        if content is None:
            yield ok(f"{path} is used by a worker at this moment", path=str(path))
            continue
        counts = {"path": str(path), "waiting": content.waiting, "refused": content.refused}
        if content.waiting:
            yield note(
                f"{content.waiting} results wait in {path}",
                "the next worker for this engine delivers them",
                **counts,
            )
        if content.refused:
            yield problem(
                f"the engine has refused {content.refused} results, which are kept in {path} for a week",
                "the log of the worker tells why; so does the column reason of the table jobs",
                **counts,
            )
        if not content.waiting and not content.refused:
            yield ok(f"{path}: nothing waits", **counts)


def _writable(directory: Path) -> bool:
    """Whether it can be written, or made."""
    existing = next(place for place in (directory, *directory.parents) if place.exists())
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
