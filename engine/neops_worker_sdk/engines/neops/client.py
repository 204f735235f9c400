"""`NeopsEngine`: the engine behind a blackboard API."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pydantic import ValidationError

from neops_worker_sdk.engines.errors import (
    EngineError,
    EngineRefusedError,
    EngineUnavailableError,
    ResultAlreadyThereError,
    UnknownWorkerError,
)
from neops_worker_sdk.engines.neops.transport import Transport
from neops_worker_sdk.engines.neops.wire import CompatibilityDto, WorkerDto, jobs_of, result_dto
from neops_worker_sdk.engines.port import JOB_EVENTS, JOB_REPORT, LONG_POLL, Compatibility

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neops_worker_sdk.engines.port import MalformedJob, PolledJob
    from neops_worker_sdk.jobs import JobOutcome
    from neops_worker_sdk.registry import RegisterFunctionBlockDto

API_LIBRARY, API_VERSION = "neops_workflow_engine_client", "0.43.0-beta.2"
TIMEOUT = 30.0
HELP_LENGTH = 255


class NeopsEngine:
    """Speaks the published blackboard API, and the extensions that an engine announces.

    The version check names the published client whose API this is written for, since that is what engines
    know how to judge.

    Args:
        base_url: such as ``http://127.0.0.1:3030``.
        token: bearer token; None: send none.
        timeout: seconds for one request.
    """

    def __init__(self, base_url: str, token: str | None = None, timeout: float = TIMEOUT) -> None:
        self._http = Transport(base_url, token, timeout)
        self._extensions: frozenset[str] = frozenset()

    @property
    def address(self) -> str:
        """The base URL."""
        return self._http.base_url

    async def check_version(self) -> Compatibility:
        """Ask whether engine and worker fit; remembers the engine's extensions."""
        answer = await self._http.post(
            "/version/compatibility", {"version": API_VERSION, "library": API_LIBRARY}
        )
        try:
            compatibility = CompatibilityDto.model_validate(answer).plain()
        except ValidationError:
            compatibility = Compatibility("unknown")
        self._extensions = compatibility.extensions
        return compatibility

    async def register_worker(self, version: str, name: str | None, ip_address: str | None) -> str:
        """Introduce this worker; its uuid."""
        body = {"version": version, "name": name, "ipAddress": ip_address}
        answer = await self._http.post(
            "/workers/register", {key: value for key, value in body.items() if value is not None}
        )
        try:
            return WorkerDto.model_validate(answer).uuid
        except ValidationError as error:
            raise EngineUnavailableError("the engine's answer to the registration has no uuid") from error

    async def register_block(self, block: RegisterFunctionBlockDto) -> None:
        """Say that a worker serves a block; 409 means that the engine knows."""
        body = block.model_dump(mode="json", by_alias=True, exclude_none=True)
        body["markdownHelpText"] = body.get("markdownHelpText", "")[:HELP_LENGTH]
        try:
            await self._http.post("/function-blocks/register", body)
        except EngineRefusedError as error:
            if error.status != 409:
                raise

    async def ping(self, worker_id: str) -> None:
        """Say that the worker lives."""
        try:
            await self._http.post(f"/workers/{quote(worker_id, safe='')}/ping")
        except EngineRefusedError as error:
            raise _unknown(error) from error

    async def unregister(self, worker_id: str) -> None:
        """Say good-bye."""
        try:
            await self._http.post(f"/workers/{quote(worker_id, safe='')}/unregister")
        except EngineRefusedError as error:
            if error.status != 404:
                raise

    async def poll(
        self, worker_id: str, blocks: Sequence[RegisterFunctionBlockDto], limit: int, wait: float
    ) -> list[PolledJob | MalformedJob]:
        """Claim jobs."""
        body: dict[str, Any] = {
            "functionBlockIds": [_identity(block) for block in blocks],
            "limit": limit,
            "workerId": worker_id,
        }
        wait = wait if LONG_POLL in self._extensions else 0
        if wait:
            body["waitSeconds"] = wait
        try:
            return jobs_of(await self._http.post("/blackboard/job", body, wait=wait))
        except EngineRefusedError as error:
            raise _unknown(error) from error

    @property
    def waits(self) -> bool:
        """Whether a poll waits for a job."""
        return LONG_POLL in self._extensions

    def result_body(
        self, outcome: JobOutcome, report: Mapping[str, Any] | None, failed: str | None
    ) -> dict[str, Any]:
        """The body of a result, with the report where the engine takes one, else its gist in the message."""
        if JOB_REPORT in self._extensions:
            return result_dto(outcome, outcome.message, report)
        more = f" [{failed}]" if failed and failed not in outcome.message else ""
        return result_dto(outcome, outcome.message + more, None)

    async def push_result(self, body: bytes) -> None:
        """Deliver a result."""
        try:
            await self._http.post("/blackboard/job/result", body)
        except EngineRefusedError as error:
            if error.status == 409:
                raise ResultAlreadyThereError(str(error), 409) from error
            raise

    async def send_events(self, worker_id: str, events: Sequence[Mapping[str, Any]]) -> None:
        """Deliver log lines and progress; an engine without the extension gets the log lines only."""
        if JOB_EVENTS in self._extensions:
            plain = [
                {**event, "context": _texts(event["context"])} if "context" in event else event
                for event in events
            ]
            await self._http.post("/dev/events", {"workerId": worker_id, "events": plain})
            return
        logs = [event for event in events if event["kind"] == "log"]
        for (job, level), lines in groupby(logs, key=lambda event: (event["jobId"], event["level"])):
            await self._send_log(job, level, list(lines))

    async def _send_log(self, job: str, level: str, lines: Sequence[Mapping[str, Any]]) -> None:
        """Consecutive lines of a job and a level travel together: the API takes one entry a request."""
        context = lines[0].get("context", {})
        block = str(context.get("block", ""))
        await self._http.post(
            "/blackboard/job/log",
            {
                "workflowId": str(context.get("workflow") or block),
                "jobId": job,
                "functionBlockId": block,
                "logEntry": "\n".join(_line(event) for event in lines),
                "logLevel": "warn" if level == "warning" else level,
                "timestamp": lines[0]["at"],
            },
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._http.aclose()


def _identity(block: RegisterFunctionBlockDto) -> dict[str, Any]:
    return {
        "name": block.name,
        "package": block.package,
        "majorVersion": block.major_version,
        "minorVersion": block.minor_version,
        "patchVersion": block.patch_version,
    }


def _unknown(error: EngineError) -> EngineError:
    return UnknownWorkerError(str(error), 404) if error.status == 404 else error


def _texts(context: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in context.items()}


def _line(event: Mapping[str, Any]) -> str:
    places = ("step", "device")
    known = " ".join(f"{key}={event['context'][key]}" for key in places if key in event.get("context", {}))
    return f"{event['text']} {known}".rstrip()
