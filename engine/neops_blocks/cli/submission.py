"""What is sent to an engine for a block to run, and what is said of what was accepted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from neops_blocks.cli.engine_address import Address
    from neops_blocks.cli.engine_answers import NewJob, Submitted
    from neops_worker_sdk.workflow import JobExecutionContextDto

ROWS = ("device", "interface")


def body(
    identifier: str,
    parameters: Mapping[str, Any],
    context: JobExecutionContextDto,
    deadline: float | None,
) -> dict[str, Any]:
    """The body of a submission: one job, or one for each entity that the block runs on."""
    return {
        "functionBlock": identifier,
        "parameters": dict(parameters),
        "context": context.model_dump(mode="json", by_alias=True, exclude_none=True),
        "deadlineSeconds": deadline,
    }


def receipt(submitted: Submitted, address: Address) -> dict[str, Any]:
    """What was accepted, as JSON data."""
    return {
        "block": submitted.function_block_id,
        "submission": submitted.submission_id,
        "jobs": [{"job": job.job_id, "entity": job.entity} for job in submitted.jobs],
        "engine": address.url,
        "page": address.page_of(submitted.submission_id),
    }


def receipt_lines(receipt: Mapping[str, Any], follow: str) -> Iterator[str]:
    """The same for people; `follow` is the command that follows the jobs."""
    yield f"{receipt['block']} is submitted"
    yield f"submission  {receipt['submission']}"
    for job in receipt["jobs"]:
        yield f"job         {job['job']}  {job['entity'] or ''}".rstrip()
    yield f"page        {receipt['page']}"
    yield f"follow      {follow}"


def names_of(jobs: Sequence[NewJob]) -> dict[str, str]:
    """What the jobs are called, by their ids: after what they run on, each differently."""
    plain = {
        job.job_id: job.entity or (f"id-{job.entity_id}" if job.entity_id else job.job_id) for job in jobs
    }
    often = Counter(plain.values())
    return {
        job.job_id: name if often[name] == 1 else f"{name} ({job.entity_id})"
        for job, name in zip(jobs, plain.values(), strict=True)
    }


def rows_of(jobs: Sequence[NewJob], run_on: str) -> dict[str, str]:
    """The names of the jobs that are a row of the result each: those on a device or an interface."""
    if run_on not in ROWS or any(job.entity_id is None for job in jobs):
        return {}
    return names_of(jobs)
