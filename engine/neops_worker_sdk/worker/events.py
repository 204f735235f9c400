"""What jobs say while they run, on its way to the engine: log lines and progress, in batches."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.engines import EngineRefusedError, EngineUnavailableError
from neops_worker_sdk.jobs import HostFinished, HostStarted, StepFinished, StepStarted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neops_worker_sdk.engines import Engine, EngineError
    from neops_worker_sdk.jobs import Progress
    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.logger.masking import Masker

MOST_KEPT, MOST_SENT = 10_000, 500
LONGEST_TEXT, MOST_TEXT = 16_000, 1_000_000
INTERVAL, PAUSE = 0.25, 5.0
_NO_ENDPOINT, _BROKEN = (404, 405, 501), 500
_ATTEMPTS = 3
_KINDS = {
    HostStarted: "host_started",
    StepStarted: "step_started",
    StepFinished: "step_finished",
    HostFinished: "host_finished",
}


@dataclass(frozen=True)
class CurrentJob:
    """The job that a context belongs to, and what masks its secrets."""

    id: str
    workflow: str | None
    masker: Masker


CURRENT: ContextVar[CurrentJob | None] = ContextVar("neops_current_job", default=None)


class EventQueue:
    """Keeps events until they are sent; beyond 10,000 the oldest are dropped, and counted."""

    def __init__(self, engine: Engine, logger: BaseLogger, worker_id: Callable[[], str | None]) -> None:
        self._engine = engine
        self._logger = logger
        self._worker_id = worker_id
        self._events: deque[dict[str, Any]] = deque(maxlen=MOST_KEPT)
        self._lock = threading.Lock()
        self._dropped = 0
        self._off = False
        self._failures = 0
        self._sending = asyncio.Lock()

    def put(self, event: dict[str, Any]) -> None:
        """Add one; any thread may call it."""
        if self._off:
            return
        with self._lock:
            self._dropped += len(self._events) == MOST_KEPT
            self._events.append(event)

    async def run(self) -> None:
        """Send what has come, four times a second, until cancelled."""
        reached = True
        while True:
            await asyncio.sleep(INTERVAL if reached else PAUSE)
            reached = await self.flush()

    async def flush(self) -> bool:
        """Send everything that is there; False if the engine cannot be reached."""
        async with self._sending:
            while (worker := self._worker_id()) is not None and (batch := self._taken()):
                try:
                    await self._engine.send_events(worker, batch)
                except EngineUnavailableError as error:
                    self._failures += 1
                    if error.status != _BROKEN or self._failures < _ATTEMPTS:
                        self._put_back(batch)
                        return False
                    self._lost(batch, error)
                except EngineRefusedError as error:
                    if error.status in _NO_ENDPOINT:
                        self._off = True
                        self._logger.warning(
                            f"The engine takes no logs of jobs, none are sent any more: {error}"
                        )
                        return True
                    self._lost(batch, error)
                else:
                    self._failures = 0
        return True

    def _lost(self, batch: list[dict[str, Any]], error: EngineError) -> None:
        """The engine cannot make sense of a batch; what follows may be better."""
        self._failures = 0
        self._logger.warning(f"The engine does not take {len(batch)} events of jobs: {error}")

    def _taken(self) -> list[dict[str, Any]]:
        batch: list[dict[str, Any]] = []
        room = MOST_TEXT
        with self._lock:
            while self._events and len(batch) < MOST_SENT and room > 0:
                batch.append(self._events.popleft())
                room -= len(batch[-1].get("text", ""))
            dropped, self._dropped = self._dropped, 0
        if dropped and batch:
            text = f"{dropped} events before this one were dropped: the engine was not reached for too long"
            batch.insert(0, {**_log_event(batch[0]["jobId"], "warning", text), "context": {}})
        return batch

    def _put_back(self, batch: list[dict[str, Any]]) -> None:
        with self._lock:
            room = MOST_KEPT - len(self._events)
            self._dropped += max(0, len(batch) - room)
            self._events.extendleft(reversed(batch[-room:] if room else []))


class JobLogHandler(logging.Handler):
    """Sends every line that a job logs to the queue, with its context, without its secrets."""

    def __init__(self, queue: EventQueue) -> None:
        super().__init__(logging.INFO)
        self._queue = queue

    def emit(self, record: logging.LogRecord) -> None:
        """Take one line; lines of no job are left alone."""
        job = CURRENT.get()
        if job is None:
            return
        try:
            text = record.getMessage()
            if record.exc_info:
                text += "\n" + logging.Formatter().formatException(record.exc_info)
            context = {key: str(value) for key, value in (getattr(record, "neops", None) or {}).items()}
        except Exception:  # noqa: BLE001 - a line that cannot be formatted is the author's
            self.handleError(record)
            return
        context.pop("job", None)
        if job.workflow is not None:
            context["workflow"] = job.workflow
        shown = _shortened(job.masker.text(text))
        event = _log_event(job.id, record.levelname.lower(), shown, record.created)
        self._queue.put({**event, "context": job.masker.data(context)})


def progress_event(job_id: str, progress: Progress, masker: Masker) -> dict[str, Any]:
    """A report of a running block as an event."""
    fields: Mapping[str, Any] = masker.data(asdict(progress))
    renamed = {"stepKind" if key == "kind" else key: value for key, value in fields.items()}
    return {"jobId": job_id, "at": _at(time.time()), **renamed, "kind": _KINDS[type(progress)]}


def _shortened(text: str) -> str:
    more = len(text) - LONGEST_TEXT
    return text if more <= 0 else f"{text[:LONGEST_TEXT]}… ({more:,} characters more)"


def _log_event(job_id: str, level: str, text: str, created: float | None = None) -> dict[str, Any]:
    at = _at(time.time() if created is None else created)
    return {"jobId": job_id, "at": at, "kind": "log", "level": level, "text": text}


def _at(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
