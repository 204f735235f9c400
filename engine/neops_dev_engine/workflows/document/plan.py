"""The steps of a workflow in the order they run: depth first, each before what is inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_dev_engine.workflows.document.model import BlockStep, RootWorkflow, WorkflowStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_dev_engine.workflows.document.model import Step


@dataclass(frozen=True)
class Station:
    """A step, or the workflow as a whole.

    Attributes:
        position: in the order; the workflow as a whole is 0.
        step: what is written there.
        inside: positions of the workflows around it, outermost first.
        path: where it stands in the document.
    """

    position: int
    step: RootWorkflow | WorkflowStep | BlockStep
    inside: tuple[int, ...]
    path: tuple[str | int, ...]

    @property
    def block(self) -> BlockStep | None:
        """The step, if it runs a function block."""
        return self.step if isinstance(self.step, BlockStep) else None


def plan_of(document: RootWorkflow) -> list[Station]:
    """All stations of a workflow."""
    plan = [Station(0, document, (), ())]
    _add(plan, document.steps, (0,), ())
    return plan


def _add(
    plan: list[Station], steps: Sequence[Step], inside: tuple[int, ...], path: tuple[str | int, ...]
) -> None:
    for number, step in enumerate(steps):
        if isinstance(step, BlockStep | WorkflowStep):
            position, where = len(plan), (*path, "steps", number)
            plan.append(Station(position, step, inside, where))
            if isinstance(step, WorkflowStep):
                _add(plan, step.steps, (*inside, position), where)
