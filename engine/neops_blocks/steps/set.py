"""The `set` step: give a value a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from neops_blocks.model import StepModel, TemplateUse, templates_in
from neops_blocks.templates import Value, compile_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from neops_blocks.steps.action import Attempt, Site


class SetStep(StepModel):
    """Evaluate a value: text, a number, a list, a mapping, each with templates inside."""

    kind: ClassVar[str] = "set"
    result_fields: ClassVar[frozenset[str]] = frozenset({"value"})
    snippet: ClassVar[Mapping[str, Any]] = {"id": "${1:value}", "set": '"{{ ${2:steps.ID.value} }}"'}

    set: Any
    """The value; `{{ … }}` alone keeps its type."""

    def templates(self) -> Iterator[TemplateUse]:
        """Where the step has templates."""
        yield from super().templates()
        yield from templates_in(self.set, "set")

    def build(self, site: Site) -> SetValue:
        """The compiled step."""
        return SetValue(compile_value(self.set))


@dataclass(frozen=True, slots=True)
class SetValue:
    """Evaluates the value."""

    value: Value

    def run(self, attempt: Attempt) -> dict[str, Any]:
        """The value as `value`."""
        return {"value": self.value.evaluate(attempt.scope)}
