"""The attempts at a step: one after the other, until it is done or the author says that it is enough."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.compile.errors import describe
from neops_blocks.diagnostics import Failure, NotFinished, TemplateFailure, UntilFailed
from neops_blocks.steps import MaskedLogger
from neops_blocks.steps.action import Attempt
from neops_blocks.steps.results import StepResult
from neops_worker_sdk.jobs import StepStarted, report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.compile.plan import Step
    from neops_blocks.compile.surroundings import Surroundings

LONGEST_PAUSE = 86_400.0


@dataclass(slots=True)
class Attempts:
    """Makes and counts the attempts at a step; at one item of it where it has a loop."""

    step: Step
    around: Surroundings
    scope: Mapping[str, Any]
    made: int = 0

    def run(self) -> dict[str, Any]:
        """The fields of the step's result.

        Raises:
            Failure: the last attempt failed, or `until` never held.
        """
        retry, delay = self.step.retry, self.step.retry.delay
        give_up = None if retry.within is None else time.monotonic() + retry.within
        for number in itertools.count(1):
            self.made = number
            report(StepStarted(host=self.around.host, step=self.step.label, attempt=number))
            fields, failure, done = self._one()
            if failure is None:
                return fields
            last = retry.attempts is not None and number >= retry.attempts
            if done or last or (give_up is not None and time.monotonic() + delay > give_up):
                raise _counted(failure, number)
            if self.around.stopped.wait(delay):
                raise NotFinished(
                    "the run was stopped while the step waited for its next attempt"
                ) from failure
            delay = min(delay * retry.backoff, LONGEST_PAUSE)
        raise AssertionError

    def _one(self) -> tuple[dict[str, Any], Failure | None, bool]:
        """One attempt: its fields, why it does not count, and whether no other is wanted."""
        started = time.perf_counter()
        failure: Failure | None = None
        try:
            fields = dict(self.step.action.run(self._attempt()))
        except Failure as error:
            failure, fields = error, dict(error.fields)
        until = self.step.retry.until
        if until is None:
            return fields, failure, failure is None
        this = self._this(fields, failure, time.perf_counter() - started)
        try:
            holds = bool(until.evaluate({**self.scope, "this": this}))
        except TemplateFailure as error:
            return fields, failure or self._not_yet(fields, f": {error.message}"), False
        if holds:
            return fields, failure, True
        return fields, failure or self._not_yet(fields, ""), False

    def _this(self, fields: Mapping[str, Any], failure: Failure | None, elapsed: float) -> StepResult:
        told = None if failure is None else self._told(failure)
        return StepResult(
            step=self.step.label,
            host=self.around.host,
            fields=fields,
            ok=failure is None,
            error=told,
            attempts=self.made,
            elapsed=round(elapsed, 3),
        )

    def _told(self, failure: Failure) -> dict[str, Any]:
        step = self.step
        return describe(
            failure, step=step.label, where=step.where, masker=self.around.masker, no_log=step.no_log
        )

    def _not_yet(self, fields: Mapping[str, Any], why: str) -> UntilFailed:
        output = fields.get("output")
        return UntilFailed(
            f"until never held ({self.step.retry.condition}){why}",
            hint="more attempts or a longer delay help where the device only needs time",
            output=output if isinstance(output, str) else None,
            fields=fields,
        )

    def _attempt(self) -> Attempt:
        step, around, scope = self.step, self.around, self.scope

        def own() -> Mapping[str, Any] | None:
            return None if step.connection is None else step.connection.evaluate(scope)

        def command_timeout() -> float:
            return step.timeout or around.command_timeout(own())

        return Attempt(
            scope=scope,
            timeout=step.timeout,
            command_timeout=command_timeout,
            platform=around.platform,
            session=lambda: around.session(own()),
            await_on_loop=around.await_on_loop,
            device=around.device,
            params=around.params,
            logger=MaskedLogger(around.logger, around.masker, hidden=step.no_log),
        )


def _counted(failure: Failure, attempts: int) -> Failure:
    if attempts > 1:
        failure.message += f", after {attempts} attempts"
    return failure
