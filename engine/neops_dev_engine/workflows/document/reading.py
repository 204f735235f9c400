"""JSON becomes a `RootWorkflow`, or all that is wrong with it is told."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from neops_dev_engine.jsontext import loads
from neops_dev_engine.workflows.document.acquires import ACQUIRE_TYPES
from neops_dev_engine.workflows.document.checks import faults_of
from neops_dev_engine.workflows.document.faults import Fault, at, in_words
from neops_dev_engine.workflows.document.model import STEP_TYPES, RootWorkflow
from neops_dev_engine.workflows.errors import InvalidDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

_LISTS = {"steps": STEP_TYPES, "acquire": ACQUIRE_TYPES}
_SHOWN = 10


def read_document(given: Any) -> RootWorkflow:
    """A document, checked.

    Raises:
        InvalidDocument: it is no workflow, or one that cannot be run.
    """
    try:
        document = RootWorkflow.model_validate(given)
    except ValidationError as error:
        raise _invalid(
            Fault(at(*_place(fault["loc"])), fault["msg"].removeprefix("Value error, "))
            for fault in error.errors(include_url=False, include_input=False, include_context=False)
        ) from None
    except RecursionError:
        raise _invalid([Fault("", "the document is nested too deeply")]) from None
    faults = faults_of(document)
    if faults:
        raise _invalid(faults)
    return document


@lru_cache(256)
def document_of(text: str) -> RootWorkflow:
    """The document in a text that the engine keeps: it was checked before."""
    return RootWorkflow.model_validate(loads(text))


def _invalid(found: Iterable[Fault]) -> InvalidDocument:
    faults = list(found)
    more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
    return InvalidDocument(
        f"the document is no workflow: {in_words(faults[:_SHOWN])}{more}",
        hint="every fault is in faults, with the path of its place",
        faults=[fault._asdict() for fault in faults],
    )


def _place(location: tuple[str | int, ...]) -> list[str | int]:
    """The place without the kinds of steps and acquires, which pydantic puts behind their numbers."""
    return [
        part
        for number, part in enumerate(location)
        if number < 2
        or not isinstance(location[number - 1], int)
        or part not in _LISTS.get(str(location[number - 2]), ())
    ]
