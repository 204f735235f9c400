"""Waiting for what an engine will say, as its clients do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lab.engine_api import submit

if TYPE_CHECKING:
    import httpx


def outcome(http: httpx.Client, submission: dict[str, Any]) -> dict[str, Any]:
    """The only job of a submission, when it has ended."""
    path = f"/dev/submissions/{submission['submissionId']}"
    told: dict[str, Any] = {"finished": False, "last": 0}
    while not told["finished"]:
        told = (
            http.get(f"{path}/events", params={"after": told["last"], "wait": 20}).raise_for_status().json()
        )
    [job] = http.get(path).raise_for_status().json()["jobs"]
    return job


def run(http: httpx.Client, block: str, **fields: Any) -> dict[str, Any]:
    """Submit a block and wait for the end of its only job."""
    return outcome(http, submit(http, block, **fields))
