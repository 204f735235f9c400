"""The names that expressions of a step see: parameters, context, and results of earlier steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from neops_dev_engine.records.contexts import LISTS
from neops_dev_engine.records.secrets import shown_device
from neops_dev_engine.workflows.expressions import interpolate, interpolate_early
from neops_dev_engine.workflows.inventory import referred

if TYPE_CHECKING:
    from neops_dev_engine.workflows.document import Station
    from neops_dev_engine.workflows.executions.execution import Execution
    from neops_dev_engine.workflows.executions.records import Ids
    from neops_dev_engine.workflows.executions.results import Results

FOR_ACQUIRE_JOBS = frozenset({"parameters"})
"""Names that acquire jobs may use: what depends on the context or on results is left out."""


class Subject(NamedTuple):
    """What something is evaluated for: a kind, and the entity if the kind has any."""

    kind: str
    entity: dict[str, Any] | None


class Scope:
    """The names at one step for one seed.

    Args:
        execution: whose step it is.
        station: the step.
        seed: number of the seed.
        acquired: the entities that the step works on.
        results: of earlier steps.
    """

    def __init__(
        self, execution: Execution, station: Station, seed: int, acquired: Ids, results: Results
    ) -> None:
        self._execution = execution
        self._station = station
        self._seed = seed
        self._results = results
        inventory = execution.inventory
        self.entities = {kind: inventory.pick(kind, acquired.get(kind, [])) for kind in LISTS}
        row = execution.seeds[seed]
        kind = execution.document.seed_entity
        entity = None if row["entity_id"] is None else inventory.get(kind, row["entity_id"])
        self.seed = Subject(kind, entity)

    def names(self, subject: Subject | None = None, *, shown: bool = False) -> dict[str, Any]:
        """The names, for what a job runs on, or for the seed; with `shown`, without secrets.

        Raises:
            ExpressionError: parameters of a workflow around the step cannot be evaluated.
        """
        execution, about = self._execution, subject or self.seed
        results = self._results.names(
            self._seed, about.kind, None if about.entity is None else about.entity["id"]
        )
        names = {**results, "steps": results, "context": self._context(about, shown=shown)}
        names["parameters"] = execution.parameters_shown if shown else execution.parameters
        for position in self._station.inside:
            step = execution.plan[position].step
            own = interpolate(step.parameters or {}, names) | (step.raw_parameters or {})
            names["parameters"] = names["parameters"] | own
        return names

    def _context(self, about: Subject, *, shown: bool) -> dict[str, Any]:
        devices = self.entities["device"]
        single = {self.seed.kind: self.seed.entity, about.kind: about.entity}
        if about.kind == "interface" and about.entity is not None:
            owner = referred(about.entity.get("device"))
            single["device"] = next(
                (device for device in devices if device["id"] in owner), single.get("device")
            )
        if shown:
            devices = [shown_device(device) for device in devices]
            single["device"] = shown_device(single.get("device"))
        return {
            "devices": devices,
            "interfaces": self.entities["interface"],
            "device_groups": self.entities["group"],
            "deviceGroups": self.entities["group"],
            "device": single.get("device"),
            "interface": single.get("interface"),
            "device_group": single.get("group"),
            "deviceGroup": single.get("group"),
        }


def early_parameters(execution: Execution, station: Station, *, shown: bool = False) -> dict[str, Any]:
    """The parameters of a step before any step has run: what is not known yet is left out."""
    names = {"parameters": execution.parameters_shown if shown else execution.parameters}
    for position in (*station.inside, station.position):
        step = execution.plan[position].step
        own = interpolate_early(step.parameters or {}, names, FOR_ACQUIRE_JOBS) | (step.raw_parameters or {})
        if position == station.position:
            return own  # type: ignore[no-any-return]
        names["parameters"] = names["parameters"] | own
    raise AssertionError("the loop ends at the station itself")
