"""Findings: what a new version of a workflow changes for its callers, and what is worth knowing besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypedDict

from neops_dev_engine.workflows.document import BlockStep, RootWorkflow, WorkflowStep, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from neops_dev_engine.workflows.document import Station

Bump = Literal["patch", "minor", "major"]
BUMPS: tuple[Bump, ...] = ("patch", "minor", "major")
"""From small to large."""

_TEXTS = frozenset({"title", "description", "default", "examples", "deprecated", "$comment"})
_NOT_DONE = {
    "retry_config": "the step is not tried again",
    "repeat_config": "the step runs once",
    "continue_on_error": "a failed step ends the execution",
}


class StepTarget(TypedDict):
    """A step, by its label."""

    kind: Literal["step"]
    label: str


class PropertyTarget(TypedDict):
    """A parameter of the workflow, by its name."""

    kind: Literal["schemaProperty"]
    property: str


Target: TypeAlias = StepTarget | PropertyTarget


class Finding(NamedTuple):
    """Something about a document.

    Attributes:
        code: stable name.
        path: where: a JSON pointer.
        message: what.
        level: the smallest change of the version that fits, or advisory.
        target: the step or the parameter that it is about.
    """

    code: str
    path: str
    message: str
    level: Literal["patch", "minor", "major", "advisory"]
    target: Target | None = None

    def view(self) -> dict[str, Any]:
        """The finding as the API tells it."""
        return {key: value for key, value in self._asdict().items() if value is not None}


def pointer(*parts: str | int) -> str:
    """The JSON pointer to a place."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def step_target(station: Station) -> StepTarget:
    """What a finding about a step is about."""
    return {"kind": "step", "label": station.step.label}


def floor_of(findings: Iterable[Finding]) -> Bump | None:
    """The smallest change of the version that fits all findings; None if nothing has changed."""
    levels = {finding.level for finding in findings}
    return next((bump for bump in reversed(BUMPS) if bump in levels), None)


def is_same(one: RootWorkflow, other: RootWorkflow, *, version: bool = True) -> bool:
    """Whether two documents say the same, keys that are null or absent being no difference."""
    if not version:
        one, other = _without_version(one), _without_version(other)
    return one == other


def changes(before: RootWorkflow, after: RootWorkflow) -> list[Finding]:
    """What is different."""
    found = [*_schema_changes(before, after), *_step_changes(before, after)]
    if before.seed_entity != after.seed_entity:
        found.append(
            Finding(
                "SeedEntityChanged",
                pointer("seedEntity"),
                f"callers gave {before.seed_entity} entities, now they give {after.seed_entity} entities",
                "major",
            )
        )
    if not found and not is_same(before, after, version=False):
        found.append(Finding("DocumentChanged", "", "something else has changed, such as a text", "patch"))
    return found


def advice(document: RootWorkflow) -> Iterator[Finding]:
    """What the engine accepts and does not do."""
    if document.cron:
        yield Finding(
            "CronNotScheduled",
            pointer("cron"),
            "this engine starts nothing by the clock: start it yourself",
            "advisory",
        )
    if document.config is not None:
        yield Finding(
            "NotEnforced",
            pointer("config"),
            "entities are worked on at the same time in any case",
            "advisory",
        )
    for station in plan_of(document):
        for name, consequence in _NOT_DONE.items():
            if getattr(station.step, name):
                key = type(station.step).model_fields[name].alias or name
                yield Finding("NotEnforced", pointer(*station.path, key), consequence, "advisory")
        if station.block is None and station.step.run_on is not None:
            message = "runOn of a workflow has no effect: say it at its steps"
            yield Finding("NotEnforced", pointer(*station.path, "runOn"), message, "advisory")
        for key in sorted(station.step.model_extra or {}):
            if key != "$schema":
                message = f"{key} is no field of a {station.step.type}; it is ignored"
                yield Finding("UnknownField", pointer(*station.path, key), message, "advisory")


def _schema_changes(before: RootWorkflow, after: RootWorkflow) -> Iterator[Finding]:
    old, new = _properties(before), _properties(after)
    demanded = _demanded(before)
    for name in sorted(old.keys() - new.keys()):
        yield _of_parameter("ParameterRemoved", name, f"the parameter {name} is gone", "major")
    for name in sorted(_demanded(after) - demanded):
        yield _of_parameter("ParameterRequired", name, f"the parameter {name} must be given now", "major")
    for name in sorted(new.keys() - old.keys() - _demanded(after)):
        yield _of_parameter("ParameterAdded", name, f"the parameter {name} can be given now", "minor")
    for name in sorted(old.keys() & new.keys()):
        if _rules(old[name]) != _rules(new[name]):
            yield _of_parameter("ParameterChanged", name, f"other values of {name} are accepted", "major")


def _of_parameter(code: str, name: str, message: str, level: Bump) -> Finding:
    target: PropertyTarget = {"kind": "schemaProperty", "property": name}
    return Finding(code, pointer("parameterSchema", "properties", name), message, level, target)


def _properties(document: RootWorkflow) -> dict[str, Any]:
    return dict((document.parameter_schema or {}).get("properties") or {})


def _demanded(document: RootWorkflow) -> set[str]:
    """Parameters that callers must give, because nothing is filled in for them."""
    schema, properties = document.parameter_schema or {}, _properties(document)
    return {name for name in schema.get("required") or () if "default" not in _mapping(properties.get(name))}


def _rules(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    return {key: value for key, value in schema.items() if key not in _TEXTS}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _step_changes(before: RootWorkflow, after: RootWorkflow) -> Iterator[Finding]:
    old, new = _steps(before), _steps(after)
    for label in sorted(old.keys() - new.keys()):
        path, target = pointer(*old[label].path), step_target(old[label])
        yield Finding("StepRemoved", path, f"the step {label} is gone", "minor", target)
    for label, station in new.items():
        path, target = pointer(*station.path), step_target(station)
        if label not in old:
            yield Finding("StepAdded", path, f"the step {label} is new", "minor", target)
        elif _runs(old[label]) != _runs(station):
            message = f"the step {label} runs {_runs(station)} instead of {_runs(old[label])}"
            yield Finding("BlockChanged", path, message, "minor", target)
        elif _own(old[label]) != _own(station):
            yield Finding("StepChanged", path, f"the step {label} is written differently", "patch", target)


def _steps(document: RootWorkflow) -> dict[str, Station]:
    return {station.step.label: station for station in plan_of(document)[1:]}


def _runs(station: Station) -> str:
    return station.step.function_block if isinstance(station.step, BlockStep) else "steps"


def _own(station: Station) -> object:
    """A step without the steps inside it."""
    step = station.step
    return step.model_copy(update={"steps": []}) if isinstance(step, WorkflowStep) else step


def _without_version(document: RootWorkflow) -> RootWorkflow:
    return document.model_copy(update={"major_version": 0, "minor_version": 0, "patch_version": 0})
