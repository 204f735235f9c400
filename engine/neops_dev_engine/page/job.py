"""A job: what became of it, device by device, and what it said."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - FastAPI reads the annotation

from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.clock import now
from neops_dev_engine.errors import UnknownJob
from neops_dev_engine.jsontext import loads, loads_or_none
from neops_dev_engine.page.lines import JobLine, job_lines
from neops_dev_engine.page.logs import LogChoice, LogPage, read_log
from neops_dev_engine.page.outline import Node, outline
from neops_dev_engine.page.progress import (
    Device,
    Progress,
    ProgressCache,
    Step,
    finished_device,
    reported_devices,
)
from neops_dev_engine.page.rendering import Page, answer
from neops_dev_engine.page.routes import PageRoute
from neops_dev_engine.page.text import number, words
from neops_dev_engine.page.workers import WorkerLine, worker_lines
from neops_dev_engine.records.blocks import workers_of

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.patience import Patience
    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Database

_DEVICES_PER_PAGE = 100
_MOST_UPDATES = 200
_OPENED = 3
_LAST_WORDS = 15_000
_FEW = 10
_CALM = ("waiting", "ok")
_DIGITS = re.compile(r"([0-9]+)")
_ORDER = {"failed": 0, "unknown": 1, "running": 2, "waiting": 3, "ok": 4}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What of a job is looked at."""

    state: str | None = None
    name: str | None = None
    page: int = 1
    log: LogChoice = field(default_factory=LogChoice)

    def link(self, **changes: Any) -> str:
        """The query of the same page with another choice; other devices are looked at from the first on."""
        log = {"level": self.log.level, "device": self.log.device, "before": self.log.before}
        chosen = {"state": self.state, "name": self.name, "page": self.page} | log
        if "state" in changes:
            chosen["page"] = 1
        if "level" in changes or "device" in changes:
            chosen["before"] = None
        chosen |= changes
        defaults = {"page": 1, "level": "all"}
        kept = {key: value for key, value in chosen.items() if value not in (None, "", defaults.get(key))}
        return f"?{urlencode(kept)}"


@dataclass(frozen=True, kw_only=True)
class Blocking:
    """Code that held the event loop."""

    text: str
    elapsed: float | None


@dataclass(frozen=True, kw_only=True)
class Update:
    """A change of the database that a job asks for."""

    operation: str
    entity: str
    what: str
    value: Node | None


@dataclass(frozen=True, kw_only=True)
class DeviceGroup:
    """The devices of one state; those that need no attention are folded where there are many."""

    state: str
    devices: list[Device]
    folded: bool


@dataclass(frozen=True, kw_only=True)
class DevicesShown:
    """The devices that are looked at, of all."""

    groups: list[DeviceGroup]
    counts: dict[str, int]
    total: int
    found: int
    longest: float
    pages: int
    opened: bool


@dataclass(frozen=True, kw_only=True)
class JobDetails:
    """All that is shown of a job."""

    line: JobLine
    choice: Choice
    worker: WorkerLine | None
    served: bool
    message: str
    failure: str | None
    devices: DevicesShown
    steps: list[Step]
    log: LogPage
    blocking: list[Blocking]
    warnings: list[str]
    parameters: Node
    data: Node | None
    updates: list[Update]
    updates_left_out: int
    acquires: Node | None


@dataclass(frozen=True, kw_only=True)
class JobPage(Page):
    """One job."""

    template: ClassVar[str] = "job"
    place: ClassVar[str] = "jobs"
    job: JobDetails


class JobReader:
    """Reads jobs for pages."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._cache = ProgressCache()

    def details(self, db: Reading, job_id: str, choice: Choice) -> JobDetails:
        """All that is shown of a job. Raises UnknownJob."""
        lines = job_lines(db, "jobs.id = ?", (job_id,), limit=1)
        if not lines:
            raise UnknownJob(f"there is no job {job_id}")
        (line,) = lines
        row = db.execute(
            "SELECT ifnull(parameters_shown, parameters) AS parameters, result, acquires, report, context_id"
            " FROM jobs WHERE seq = ?",
            (line.seq,),
        ).fetchone()
        result, report = loads_or_none(row["result"]) or {}, loads_or_none(row["report"])
        report = report if isinstance(report, dict) else {}
        progress = self._cache.of(db, line.seq)
        devices = _devices(db, line, row["context_id"], progress, report)
        acquires = loads_or_none(row["acquires"])
        updates = (result.get("dbUpdates") or {}).get("updates") or []
        return JobDetails(
            line=line,
            choice=choice,
            worker=self._worker(db, line.worker_id),
            served=line.state != "waiting" or self._is_served(db, line.block_id),
            message=str(result.get("message") or ""),
            failure=words(report.get("failure")),
            devices=_shown(devices, choice),
            steps=list(progress.steps.values()),
            log=read_log(db, line.seq, choice.log),
            blocking=[blocking for item in _list(report, "blocking") if (blocking := _blocking(item))],
            warnings=[str(item) for item in _list(report, "warnings")],
            parameters=outline(loads(row["parameters"])),
            data=outline(result["data"]) if result.get("data") is not None else None,
            updates=[_update(update) for update in updates[:_MOST_UPDATES]],
            updates_left_out=max(0, len(updates) - _MOST_UPDATES),
            acquires=outline(acquires) if acquires else None,
        )

    def _worker(self, db: Reading, worker_id: str | None) -> WorkerLine | None:
        if worker_id is None:
            return None
        lines = worker_lines(db, self._patience, "uuid = ?", (worker_id,))
        return lines[0] if lines else None

    def _is_served(self, db: Reading, block_id: str) -> bool:
        moment = now()
        return any(self._patience.state(row, moment) == "online" for row in workers_of(db, block_id))


def is_live(line: JobLine) -> bool:
    """Whether a job goes on telling: until it is finished, and a little while for its last words."""
    return line.finished is None or now() - line.finished < _LAST_WORDS


def router(database: Database, patience: Patience) -> APIRouter:
    """The page of a job."""
    routes = APIRouter(route_class=PageRoute)
    reader = JobReader(patience)

    @routes.get("/ui/jobs/{job_id:segment}")
    async def job(
        request: Request,
        job_id: Segment,
        state: str | None = None,
        name: str | None = None,
        page: Annotated[int, Query(ge=1, le=1000)] = 1,
        level: str = "all",
        device: str | None = None,
        before: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
    ) -> Response:
        """One job."""
        log = LogChoice(level=level, device=device or None, before=before)
        choice = Choice(state=state or None, name=name or None, page=page, log=log)

        def read(db: sqlite3.Connection) -> JobPage:
            details = reader.details(db, job_id, choice)
            return JobPage(live=is_live(details.line), job=details)

        return await answer(request, await database.read(read))

    return routes


def _devices(
    db: Reading, line: JobLine, context_id: int, progress: Progress, report: dict[str, Any]
) -> list[Device]:
    devices = dict(progress.devices)
    if line.finished is None:
        if devices and line.run_on != "device":
            for name in _names(db, context_id):
                devices.setdefault(name, Device(name=name))
        return list(devices.values())
    for name, said in reported_devices(report).items():
        devices[name] = finished_device(devices.get(name) or Device(name=name), said)
    return [
        replace(device, state="unknown") if device.state in ("waiting", "running") else device
        for device in devices.values()
    ]


def _names(db: Reading, context_id: int) -> list[str]:
    """What workers call the devices of a context."""
    rows = db.execute(
        "SELECT ifnull(nullif(value ->> '$.hostname', ''), ifnull(nullif(value ->> '$.ip', ''),"
        " 'id-' || (value ->> '$.id'))) AS name"
        " FROM contexts, json_each(contexts.body, '$.devices') WHERE contexts.id = ?",
        (context_id,),
    )
    return [str(row["name"]) for row in rows]


def _shown(devices: list[Device], choice: Choice) -> DevicesShown:
    counts: Counter[str] = Counter(device.state for device in devices)
    wanted = [
        device
        for device in devices
        if (choice.state in (None, device.state))
        and (choice.name is None or choice.name.casefold() in device.name.casefold())
    ]
    wanted.sort(key=lambda device: (_ORDER[device.state], _natural(device.name)))
    start = (choice.page - 1) * _DEVICES_PER_PAGE
    fold = choice.state is None and len(wanted) > _FEW
    return DevicesShown(
        groups=[
            DeviceGroup(state=state, devices=list(group), folded=fold and state in _CALM)
            for state, group in groupby(
                wanted[start : start + _DEVICES_PER_PAGE], key=lambda device: device.state
            )
        ],
        counts={state: counts[state] for state in _ORDER if counts[state]},
        total=len(devices),
        found=len(wanted),
        longest=max((device.elapsed or 0.0 for device in devices), default=0.0),
        pages=-(-len(wanted) // _DEVICES_PER_PAGE),
        opened=counts["failed"] <= _OPENED,
    )


def _natural(name: str) -> list[tuple[int, str]]:
    """A key by which ``sw2`` comes before ``sw10``."""
    return [(int(part[:18]), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(name)]


def _blocking(item: Any) -> Blocking | None:
    if isinstance(item, dict) and words(item.get("text")):
        seconds = number(item.get("seconds"))
        return Blocking(text=item["text"], elapsed=None if seconds is None else seconds * 1000)
    return None


def _update(update: Any) -> Update:
    said = update if isinstance(update, dict) else {"operation": "?", "value": update}
    entity = f"{said.get('entity') or ''} {said.get('id') or ''}".strip()
    value = said.get("data", said.get("value"))
    shown = "data" in said or "value" in said
    return Update(
        operation=str(said.get("operation")),
        entity=entity,
        what=str(said.get("path") or ""),
        value=outline(_filled(value)) if shown else None,
    )


def _filled(value: Any) -> Any:
    """An object without the keys that say nothing."""
    if not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if item is not None}


def _list(report: dict[str, Any], name: str) -> list[Any]:
    found = report.get(name)
    return found if isinstance(found, list) else []
