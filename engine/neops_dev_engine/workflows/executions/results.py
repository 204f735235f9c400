"""`Results`: what the jobs of earlier steps gave, by label of the step and seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from neops_dev_engine.jsontext import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_dev_engine.records.reading import Reading


class _Result(NamedTuple):
    run_on: str
    entity_id: int | None
    value: dict[str, Any]


class Results:
    """The results of some steps of an execution; of none, before any step has run."""

    def __init__(self) -> None:
        self._found: dict[int, dict[str, list[_Result]]] = {}

    def read(self, db: Reading, seq: int, execution_id: str, labels: Iterable[str]) -> None:
        """Add those of steps with some labels."""
        rows = db.execute(
            "SELECT steps.seed, jobs.step_label, jobs.run_on, jobs.entity_id, jobs.result FROM jobs"
            " JOIN steps ON steps.execution = ? AND steps.label = jobs.step_label"
            " AND steps.context_id = jobs.context_id"
            " WHERE jobs.execution_id = ? AND jobs.type = 'execute' AND jobs.result IS NOT NULL"
            " AND jobs.step_label IN (SELECT value FROM json_each(?)) ORDER BY jobs.seq",
            (seq, execution_id, dumps(sorted(labels))),
        )
        for seed, label, run_on, entity_id, text in rows:
            said = loads(text)
            value = {
                "success": said["success"],
                "message": said["message"],
                "data": said.get("data"),
                "entityId": entity_id,
            }
            found = self._found.setdefault(seed, {}).setdefault(label, [])
            found.append(_Result(run_on, entity_id, value))

    def names(self, seed: int, kind: str, entity_id: int | None) -> dict[str, Any]:
        """The results for a seed by label, as expressions for an entity see them."""
        return {
            label: {
                "result": _result_for(results, kind, entity_id),
                "results": [one.value for one in results],
            }
            for label, results in self._found.get(seed, {}).items()
        }


def _result_for(results: list[_Result], kind: str, entity_id: int | None) -> dict[str, Any]:
    """The result for the same entity, or the only one; of several others, only whether all succeeded."""
    if entity_id is not None:
        for result in results:
            if (result.run_on, result.entity_id) == (kind, entity_id):
                return result.value
    if len(results) == 1:
        return results[0].value
    return {"success": all(result.value["success"] for result in results), "data": None}
