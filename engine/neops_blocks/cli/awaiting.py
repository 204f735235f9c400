"""Following what was submitted on the terminal, and printing what came of it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.cli.engine_client import EngineRefused
from neops_blocks.cli.engine_desk import Desk, say
from neops_blocks.cli.following import Follower
from neops_blocks.cli.job_results import document
from neops_blocks.cli.output import line_writer, print_result
from neops_blocks.cli.picture import Picture
from neops_blocks.cli.progress import live
from neops_blocks.cli.submission import rows_of
from neops_blocks.diagnostics import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neops_blocks.cli.engine_answers import NewJob

UPDATES = "kept with the jobs; the engine applies those of workflows only"
SHOWN_WORKERS = 3


@dataclass(frozen=True)
class Pending:
    """A submission whose results are awaited.

    Args:
        id: of the submission.
        block: identifier.
        run_on: what the block runs on.
        jobs: of the submission.
        devices: names of those in the context, as far as they are known.
    """

    id: str
    block: str
    run_on: str
    jobs: Sequence[NewJob]
    devices: Sequence[str] = ()


def follow_again(desk: Desk, submission_id: str) -> int:
    """Await the results of a submission made before; the exit code. Raises Problem."""
    desk.api.check()
    state = desk.api.submission(submission_id)
    run_on = state.jobs[0].run_on if state.jobs else ""
    with leaving_the_jobs(desk.again(submission_id)):
        return await_results(desk, Pending(submission_id, state.function_block_id, run_on, state.jobs))


def await_results(desk: Desk, pending: Pending) -> int:
    """Show progress until all jobs are done, then print the results; the exit code. Raises Problem."""
    rows = rows_of(pending.jobs, pending.run_on)
    on_finished = line_writer(desk.masker) if desk.form == "jsonl" else None
    picture = Picture(rows, rows.values() or pending.devices, on_finished)
    follower = Follower(
        desk.api,
        pending.id,
        picture,
        waiting_for=lambda: _waiting_for(desk, pending.block),
        again=desk.again(pending.id),
    )
    title = pending.block.rpartition("/")[2].partition(":")[0]
    with live(title, picture.collector, desk.masker, lambda: follower.note):
        state = follower.run()
    result = desk.masker.data(document(state, picture.collector.snapshot()))
    print_result(result, desk.form, UPDATES)
    return 0 if result["success"] else 1


@contextlib.contextmanager
def leaving_the_jobs(again: str) -> Iterator[None]:
    """Say at Ctrl-C that the jobs do not end with it; `again` is the command that follows them."""
    try:
        yield
    except KeyboardInterrupt:
        say(f"the jobs go on without this command; to follow them again: {again}")
        raise


def _waiting_for(desk: Desk, block: str) -> str | None:
    """Why nobody takes a job."""
    try:
        workers = desk.api.workers(block)
    except EngineRefused:
        return None
    busy = sorted(worker.name or worker.uuid for worker in workers if worker.is_online)
    return (
        f"waiting: busy with other jobs: {first_few(busy, SHOWN_WORKERS)}" if busy else desk.no_worker(block)
    )
