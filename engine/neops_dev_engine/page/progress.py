"""What jobs told about their devices and steps, put together as it came; kept between two looks."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from neops_dev_engine.jsontext import loads
from neops_dev_engine.page.text import number, parse_moment, words

if TYPE_CHECKING:
    from neops_dev_engine.records.reading import Reading

DeviceState = Literal["waiting", "running", "ok", "failed", "unknown"]
StepState = Literal["running", "ok", "failed", "skipped", "unknown"]
_JOBS_KEPT = 32
_MOST_EVENTS = 50_000
_MOST_DEVICES = 5_000
_MOST_STEPS = 500
_STEPS_IN_LINE = 10
_FAULT = ("code", "message", "step", "where", "hint", "command", "output")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why a device or a step failed."""

    code: str | None = None
    message: str | None = None
    step: str | None = None
    where: str | None = None
    hint: str | None = None
    command: str | None = None
    output: str | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step on a device, or of the whole job; times in milliseconds."""

    name: str
    kind: str | None = None
    state: StepState = "running"
    began: int | None = None
    elapsed: float | None = None
    attempts: int = 1
    fault: Fault | None = None


@dataclass(frozen=True, kw_only=True)
class Device:
    """A device in a job; times in milliseconds."""

    name: str
    state: DeviceState = "waiting"
    began: int | None = None
    elapsed: float | None = None
    fault: Fault | None = None
    steps: dict[str, Step] = field(default_factory=dict)

    @property
    def step(self) -> Step | None:
        """The step it is at."""
        return next((step for step in reversed(self.steps.values()) if step.state == "running"), None)

    @property
    def first_steps(self) -> list[Step]:
        """As many steps as fit into a line."""
        return list(self.steps.values())[:_STEPS_IN_LINE]

    @property
    def done(self) -> int:
        """How many steps have ended, well or not."""
        return sum(step.state != "running" for step in self.steps.values())


class Progress:
    """The devices of one job, and the steps that are of none; grows with the events that are taken."""

    def __init__(self) -> None:
        self.devices: dict[str, Device] = {}
        self.steps: dict[str, Step] = {}
        self._last = 0

    def catch_up(self, db: Reading, job: int) -> None:
        """Take the events that are new."""
        rows = db.execute(
            "SELECT seq, at, kind, body FROM events WHERE job = ? AND seq > ? ORDER BY seq LIMIT ?",
            (job, self._last, _MOST_EVENTS),
        )
        for row in rows:
            self._last = row["seq"]
            if row["kind"] != "log":
                self.take(row["kind"], parse_moment(row["at"]), loads(row["body"]))

    def take(self, kind: str, at: int | None, body: dict[str, Any]) -> None:
        """Take one event; what is not as agreed is left out."""
        host = words(body.get("host"))
        if kind == "host_started" and host is not None:
            self._put(replace(self._device(host), state="running", began=at))
        elif kind == "host_finished" and host is not None:
            self._put(finished_device(self._device(host), body))
        elif kind in ("step_started", "step_finished"):
            name = words(body.get("step")) or "step"
            if host is None:
                _put_step(self.steps, _step_after(self.steps.get(name), name, kind, at, body))
                return
            device = self._device(host)
            steps = dict(device.steps)
            _put_step(steps, _step_after(steps.get(name), name, kind, at, body))
            state = "running" if device.state == "waiting" else device.state
            self._put(replace(device, state=state, steps=steps))

    def _device(self, name: str) -> Device:
        return self.devices.get(name) or Device(name=name)

    def _put(self, device: Device) -> None:
        if device.name in self.devices or len(self.devices) < _MOST_DEVICES:
            self.devices[device.name] = device


class ProgressCache:
    """The progress of the jobs that were looked at last. Used on the thread that reads only."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Progress] = OrderedDict()

    def of(self, db: Reading, job: int) -> Progress:
        """The progress of a job, up to date."""
        progress = self._kept.setdefault(job, Progress())
        self._kept.move_to_end(job)
        while len(self._kept) > _JOBS_KEPT:
            self._kept.popitem(last=False)
        progress.catch_up(db, job)
        return progress


def finished_device(device: Device, said: dict[str, Any]) -> Device:
    """A device with what is said of its end, by an event or in a report."""
    steps = dict(device.steps)
    for name, step in _objects(said.get("steps")).items():
        _put_step(steps, _finished_step(steps.get(name) or Step(name=name), step))
    ended = {
        name: replace(step, state="unknown") if step.state == "running" else step
        for name, step in steps.items()
    }
    return replace(
        device,
        state="ok" if said.get("ok") is True else "failed",
        elapsed=_milliseconds(said.get("elapsed")),
        fault=fault_in(said.get("error")),
        steps=ended,
    )


def reported_devices(report: Any) -> dict[str, dict[str, Any]]:
    """What a report says of each device."""
    hosts = _objects(report.get("hosts")) if isinstance(report, dict) else {}
    return dict(list(hosts.items())[:_MOST_DEVICES])


def fault_in(said: Any) -> Fault | None:
    """What is said about a failure."""
    if isinstance(said, str):
        return Fault(message=said)
    if not isinstance(said, dict):
        return None
    return Fault(**{name: words(said.get(name)) for name in _FAULT})


def _step_after(step: Step | None, name: str, kind: str, at: int | None, body: dict[str, Any]) -> Step:
    known = step or Step(name=name, began=at)
    if kind == "step_finished":
        return _finished_step(replace(known, kind=words(body.get("stepKind")) or known.kind), body)
    return replace(known, state="running", began=at, attempts=_count(body.get("attempt")), elapsed=None)


def _finished_step(step: Step, said: dict[str, Any]) -> Step:
    state: StepState = (
        "skipped" if said.get("skipped") is True else "ok" if said.get("ok") is True else "failed"
    )
    return replace(
        step,
        state=state,
        elapsed=_milliseconds(said.get("elapsed")),
        attempts=_count(said.get("attempts")),
        fault=fault_in(said.get("error")) or (step.fault if state == "failed" else None),
    )


def _put_step(steps: dict[str, Step], step: Step) -> None:
    if step.name in steps or len(steps) < _MOST_STEPS:
        steps[step.name] = step


def _objects(value: Any) -> dict[str, dict[str, Any]]:
    """The members of an object that are objects themselves."""
    if not isinstance(value, dict):
        return {}
    return {name: item for name, item in value.items() if isinstance(item, dict)}


def _milliseconds(seconds: Any) -> float | None:
    found = number(seconds)
    return None if found is None else found * 1000


def _count(value: Any) -> int:
    found = number(value)
    return 1 if found is None or not 1 <= found < 1_000_000 else int(found)
