"""The `assert` step: conditions that have to hold, each with a message for when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from neops_blocks.diagnostics import AssertFailed
from neops_blocks.model import StepModel, Strict, TemplateUse
from neops_blocks.templates import Value, compile_expression, compile_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from neops_blocks.steps.action import Attempt, Site


class Condition(Strict):
    """One condition."""

    that: str | bool
    """A bare expression that has to be true."""

    message: str | None = None
    """What to say when it is not."""


class AssertStep(StepModel):
    """Fail unless every condition holds; all that do not are told at once."""

    kind: ClassVar[str] = "assert"
    result_fields: ClassVar[frozenset[str]] = frozenset({"failures"})
    snippet: ClassVar[Mapping[str, Any]] = {
        "assert": [{"that": "${1:steps.ID.ok}", "message": "${2:what is wrong}"}]
    }

    assert_: list[Condition] = Field(alias="assert", min_length=1)
    """The conditions."""

    def templates(self) -> Iterator[TemplateUse]:
        """Where the step has templates."""
        yield from super().templates()
        for index, condition in enumerate(self.assert_):
            if isinstance(condition.that, str):
                yield TemplateUse(("assert", index, "that"), condition.that, bare=True)
            if condition.message is not None:
                yield TemplateUse(("assert", index, "message"), condition.message)

    def build(self, site: Site) -> CheckConditions:
        """The compiled step."""
        return CheckConditions(
            tuple(
                (
                    compile_expression(condition.that),
                    str(condition.that),
                    None if condition.message is None else compile_text(condition.message),
                )
                for condition in self.assert_
            )
        )


@dataclass(frozen=True, slots=True)
class CheckConditions:
    """Evaluates every condition."""

    conditions: tuple[tuple[Value, str, Value | None], ...]

    def run(self, attempt: Attempt) -> dict[str, Any]:
        """Raises AssertFailed with the message of every condition that does not hold."""
        failures = [
            str(message.evaluate(attempt.scope)) if message is not None else f"{text} does not hold"
            for that, text, message in self.conditions
            if not that.evaluate(attempt.scope)
        ]
        if failures:
            raise AssertFailed("; ".join(failures), fields={"failures": failures})
        return {"failures": []}
