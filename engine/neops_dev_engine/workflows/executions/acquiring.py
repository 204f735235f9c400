"""`Acquirer`: which entities acquires mean, for one seed of an execution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_dev_engine.workflows.document import ContextAcquire, ElasticAcquire, ExpansionAcquire
from neops_dev_engine.workflows.executions.results import Results
from neops_dev_engine.workflows.executions.scope import Scope
from neops_dev_engine.workflows.expressions import ExpressionError, condition_of, interpolate
from neops_dev_engine.workflows.naming import KINDS
from neops_dev_engine.workflows.queries import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neops_dev_engine.workflows.document import Acquire, Station
    from neops_dev_engine.workflows.executions.execution import Execution
    from neops_dev_engine.workflows.executions.records import Ids


class AcquireError(Exception):
    """An acquire cannot be resolved; the text says which, and why."""


class Acquirer:
    """Resolves the acquires of the steps, in their order.

    A step works on what the workflow around it works on, and on what it acquires itself. Context acquires
    narrow: where a step has some for a kind, it gets of that kind only what they select, and what other
    acquires add.

    Attributes:
        seed_ids: the seed alone.
    """

    def __init__(self, execution: Execution, seed: int) -> None:
        self._execution = execution
        self._seed = seed
        self._inventory = execution.inventory
        self._own: dict[str, Ids] = {}
        entity_id = execution.seeds[seed]["entity_id"]
        self.seed_ids: Ids = {} if entity_id is None else {execution.document.seed_entity: [entity_id]}

    def acquire(self, station: Station, inherited: Ids, acquires: Sequence[Acquire]) -> Ids:
        """The entities that a step works on.

        Raises:
            AcquireError: one of its acquires cannot be resolved, or finds nothing and must not.
        """
        added: Ids = {}
        selected: Ids = {}
        for acquire in acquires:
            what = f"step {station.step.label}: the {acquire.type} acquire of {acquire.entity}s"
            pool = {kind: _once(inherited.get(kind, []), added.get(kind, [])) for kind in KINDS}
            try:
                found = self._find(station, acquire, pool)
            except (QueryError, ExpressionError) as error:
                raise AcquireError(f"{what} cannot be evaluated: {error}") from error
            if acquire.assert_not_empty and not found:
                raise AcquireError(f"{what} finds none")
            kept = selected if isinstance(acquire, ContextAcquire) else added
            kept[acquire.entity] = _once(kept.get(acquire.entity, []), found)
        self._own[station.step.label] = {
            kind: _once(selected.get(kind, []), added.get(kind, [])) for kind in KINDS
        }
        return {
            kind: _once(selected.get(kind, inherited.get(kind, [])), added.get(kind, [])) for kind in KINDS
        }

    def _find(self, station: Station, acquire: Acquire, pool: Ids) -> list[int]:
        if isinstance(acquire, ElasticAcquire):
            found = self._inventory.find(acquire.entity, self._query(station, acquire.query, pool))
            return found if acquire.limit is None else found[: acquire.limit]
        if isinstance(acquire, ContextAcquire):
            return self._selected(acquire, pool[acquire.entity])
        if isinstance(acquire, ExpansionAcquire):
            start = self.seed_ids if acquire.expand_from_seed_entity else pool
            return sorted(
                {
                    found
                    for kind, ids in start.items()
                    for found in self._inventory.belonging(kind, ids, acquire.entity)
                }
            )
        return self._own[acquire.label][acquire.entity]

    def _query(self, station: Station, text: str, pool: Ids) -> str:
        if "{{" not in text:
            return text
        query = interpolate(text, Scope(self._execution, station, self._seed, pool, Results()).names())
        if not isinstance(query, str):
            raise ExpressionError(f"the query {text!r} is no text")
        return query

    def _selected(self, acquire: ContextAcquire, ids: list[int]) -> list[int]:
        """A filter is asked about every entity; one that starts with a bracket, about all of them."""
        if acquire.filter is None:
            return ids
        entities = self._inventory.pick(acquire.entity, ids)
        expression = condition_of(acquire.filter)
        if expression.source.startswith("["):
            found = expression.evaluate(entities)
            known = {entity["id"] for entity in entities}
            items = found if isinstance(found, list) else []
            return [item["id"] for item in items if isinstance(item, dict) and item.get("id") in known]
        return [entity["id"] for entity in entities if expression.evaluate(entity)]


def _once(*lists: Iterable[int]) -> list[int]:
    """The ids of some lists, each once."""
    return list(dict.fromkeys(number for numbers in lists for number in numbers))
