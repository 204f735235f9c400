"""What a model cannot see: labels, references between steps, expressions, the schema of the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from neops_dev_engine.workflows.document.acquires import ContextAcquire, ElasticAcquire, ReferenceAcquire
from neops_dev_engine.workflows.document.faults import Fault, at
from neops_dev_engine.workflows.document.plan import plan_of
from neops_dev_engine.workflows.expressions import (
    Expression,
    ExpressionError,
    condition_of,
    template_of,
    templates_in,
)
from neops_dev_engine.workflows.queries import QueryError, parse_query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from neops_dev_engine.workflows.document.model import RootWorkflow
    from neops_dev_engine.workflows.document.plan import Station

EARLY_NAMES = frozenset({"parameters", "context"})
"""Names of the scope that are known before any step has run."""
_ALWAYS = EARLY_NAMES | {"steps"}
Path = tuple[str | int, ...]


def faults_of(document: RootWorkflow) -> list[Fault]:
    """All that is wrong with a document whose form is right."""
    plan = plan_of(document)
    labels = frozenset(station.step.label for station in plan[1:])
    faults = [*_schema_faults(document), *_same_labels(plan)]
    earlier: set[str] = set()
    with_results: set[str] = set()
    for station in plan:
        names = _Names(station, labels, frozenset(with_results))
        faults += names.faults()
        faults += _acquire_faults(station, earlier)
        if station.position > 0:
            earlier.add(station.step.label)
        if station.block is not None:
            with_results.add(station.step.label)
    return faults


def _schema_faults(document: RootWorkflow) -> Iterator[Fault]:
    try:
        Draft202012Validator.check_schema(document.parameter_schema or {})
    except SchemaError as error:
        yield Fault(at("parameterSchema", *error.absolute_path), f"is no JSON Schema: {error.message}")
    except RecursionError:
        yield Fault("parameterSchema", "is nested too deeply")


def _same_labels(plan: list[Station]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for station in plan[1:]:
        label, path = station.step.label, at(*station.path, "label")
        if label in first:
            yield Fault(path, f"the label {label} is at {first[label]} already; labels are unique")
        first.setdefault(label, path)


class _Names:
    """The expressions of a station: can they be read, and do they start from something that is there?"""

    def __init__(self, station: Station, labels: frozenset[str], earlier: frozenset[str]) -> None:
        self._station = station
        self._labels = labels
        self._earlier = earlier

    def faults(self) -> Iterator[Fault]:
        """What is wrong with them."""
        step, path = self._station.step, self._station.path
        if step.condition is not None:
            yield from self._condition(step.condition.jmes, (*path, "condition", "jmes"))
        for number, condition in enumerate(step.asserts or []):
            yield from self._condition(condition.jmes, (*path, "assert", number, "jmes"))
        yield from self._templates(step.parameters, (*path, "parameters"), early=False)
        for number, acquire in enumerate(step.acquire or []):
            where = (*path, "acquire", number)
            if isinstance(acquire, ElasticAcquire):
                yield from self._templates(acquire.query, (*where, "query"), early=True)

    def _condition(self, text: str, path: Path) -> Iterator[Fault]:
        try:
            expression = condition_of(text)
        except ExpressionError as error:
            yield Fault(at(*path), str(error))
        else:
            yield from self._unknown([expression], path, early=self._station.position == 0)

    def _templates(self, value: Any, path: Path, *, early: bool) -> Iterator[Fault]:
        for where, text in templates_in(value, path):
            try:
                expressions = template_of(text).expressions
            except ExpressionError as error:
                yield Fault(at(*where), str(error))
            else:
                yield from self._unknown(expressions, where, early=early)

    def _unknown(self, expressions: list[Expression], path: Path, *, early: bool) -> Iterator[Fault]:
        known = EARLY_NAMES if early else _ALWAYS | self._earlier
        for expression in expressions:
            for name in sorted(expression.names - known):
                yield Fault(at(*path), f"{expression.source!r}: {self._reason(name, early=early)}")

    def _reason(self, name: str, *, early: bool) -> str:
        if early and name in self._labels | {"steps"}:
            return f"{name} is not known before the steps run; only parameters and context are"
        if name == self._station.step.label:
            return f"{name} is this step itself"
        if name in self._labels:
            return f"{name} is no earlier step that runs a function block; only those have results"
        known = ", ".join(["parameters", "context", *sorted(self._earlier)])
        return f"there is no {name}; known here: {known}"


def _acquire_faults(station: Station, earlier: Collection[str]) -> Iterator[Fault]:
    for number, acquire in enumerate(station.step.acquire or []):
        path = (*station.path, "acquire", number)
        if isinstance(acquire, ReferenceAcquire) and acquire.label not in earlier:
            yield Fault(at(*path, "label"), f"there is no earlier step with the label {acquire.label}")
        try:
            if isinstance(acquire, ElasticAcquire) and "{{" not in acquire.query:
                parse_query(acquire.query)
            elif isinstance(acquire, ContextAcquire) and acquire.filter is not None:
                condition_of(acquire.filter)
        except QueryError as error:
            yield Fault(at(*path, "query"), str(error))
        except ExpressionError as error:
            yield Fault(at(*path, "filter"), str(error))
