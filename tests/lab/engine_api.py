"""Small steps against a development engine, over HTTP: what tests of the engine and of workers repeat."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

VERSION = {"majorVersion": 1, "minorVersion": 0, "patchVersion": 0}


def register_worker(http: httpx.Client, name: str = "w1") -> str:
    answer = http.post("/workers/register", json={"version": "1.0", "name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()["uuid"]


def registration(name: str = "b", worker: str | None = None, **fields: Any) -> dict[str, Any]:
    return {
        "package": "fb.t.io",
        "name": name,
        **VERSION,
        "description": "a block",
        "runOn": "global",
        "fbType": "execute",
        "parameterJsonSchema": {"type": "object", "properties": {}},
        "resultDataJsonSchema": {"type": "object", "properties": {}},
        **({"workerId": worker} if worker else {}),
        **fields,
    }


def register_block(http: httpx.Client, worker: str | None = None, name: str = "b", **fields: Any) -> str:
    body = registration(name, worker, **fields)
    answer = http.post("/function-blocks/register", json=body)
    assert answer.status_code == 201, answer.text
    return "{package}/{name}:{majorVersion}.{minorVersion}.{patchVersion}".format(**body)


def submit(http: httpx.Client, block: str, **fields: Any) -> dict[str, Any]:
    answer = http.post("/dev/submissions", json={"functionBlock": block, **fields})
    assert answer.status_code == 202, answer.text
    return answer.json()


def poll_body(worker: str, *blocks: str, **fields: Any) -> dict[str, Any]:
    wanted = []
    for block in blocks:
        package, _, rest = block.partition("/")
        name, _, version = rest.partition(":")
        numbers = dict(zip(VERSION, map(int, version.split(".")), strict=True))
        wanted.append({"package": package, "name": name, **numbers})
    return {"workerId": worker, "functionBlockIds": wanted, **fields}


def poll(http: httpx.Client, worker: str, *blocks: str, **fields: Any) -> list[dict[str, Any]]:
    answer = http.post("/blackboard/job", json=poll_body(worker, *blocks, **fields))
    assert answer.status_code == 201, answer.text
    return answer.json()


def result_body(job: str, message: str = "done", *, success: bool = True, **fields: Any) -> dict[str, Any]:
    return {
        "jobExecutionId": job,
        "status": "success" if success else "failed",
        "result": {"success": success, "message": message},
        **fields,
    }


def push(http: httpx.Client, job: str, message: str = "done", *, success: bool = True, **fields: Any) -> int:
    body = result_body(job, message, success=success, **fields)
    return http.post("/blackboard/job/result", json=body).status_code


def job(http: httpx.Client, job_id: str) -> dict[str, Any]:
    answer = http.get(f"/dev/jobs/{job_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def finished(http: httpx.Client, submission_id: str, seconds: float = 30) -> list[dict[str, Any]]:
    """Wait for the end of a submission; its jobs."""
    end, last = time.monotonic() + seconds, 0
    while True:
        left = end - time.monotonic()
        assert left > 0, http.get(f"/dev/submissions/{submission_id}").text
        wait = {"after": last, "wait": min(left, 5)}
        answer = http.get(f"/dev/submissions/{submission_id}/events", params=wait).json()
        last = answer["last"]
        if answer["finished"]:
            jobs: list[dict[str, Any]] = http.get(f"/dev/submissions/{submission_id}").json()["jobs"]
            return jobs


def events(http: httpx.Client, job_id: str) -> list[dict[str, Any]]:
    """What a job has told so far."""
    found: list[dict[str, Any]] = []
    while True:
        answer = http.get(f"/dev/jobs/{job_id}/events", params={"after": found[-1]["seq"] if found else 0})
        more = answer.json()["events"]
        if not more:
            return found
        found += more
