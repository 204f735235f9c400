"""One step for one device, or for the block: when, loop, attempts and their time limits. Runs in a thread."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.concurrency import working_on
from neops_worker_sdk.jobs import StepFinished, StepStarted, report

from neops_blocks.compile.errors import describe, shorten
from neops_blocks.diagnostics import Failure, SessionLost, TemplateFailure, UntilFailed
from neops_blocks.steps.action import Attempt
from neops_blocks.steps.results import StepResult

if TYPE_CHECKING:
    import threading

    from neops_worker_sdk.logger import BaseLogger

    from neops_blocks.compile.plan import Step
    from neops_blocks.drivers import Session
    from neops_blocks.steps.masking import Masker

Scope = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a step meets where it runs: on a device, or once for the block (then host is None)."""

    host: str | None
    platform: str | None
    device: Any
    scope: Scope
    params: Mapping[str, Any]
    session: Callable[[Mapping[str, Any] | None], Session]
    command_timeout: Callable[[Mapping[str, Any] | None], float]
    close_own_session: Callable[[], None]
    await_on_loop: Callable[[Coroutine[Any, Any, Any], float | None], Any]
    stopped: threading.Event
    masker: Masker
    logger: BaseLogger


class StepFailedError(Exception):
    """A step failed for good; carries its result and the failure as it is told."""

    def __init__(self, failure: Failure, error: dict[str, Any], result: StepResult) -> None:
        super().__init__(error["message"])
        self.failure = failure
        self.error = error
        self.result = result


def execute(step: Step, around: Surroundings) -> StepResult:
    """Do the step; its result, also where it failed and `on_error: continue` says to go on.

    Raises:
        StepFailedError: it failed, and the pipeline of the device ends here.
    """
    started = time.perf_counter()
    attempts = Attempts()
    failure: Failure | None = None
    fields: dict[str, Any] | None = {}
    with working_on(f"step '{step.label}' ({step.where})" + (f" on {around.host}" if around.host else "")):
        try:
            fields = _on_platform(step, around, attempts)
        except Failure as error:
            failure, fields = error, dict(error.fields)
        except Exception as error:
            around.logger.exception(f"step '{step.label}' ({step.where}): unexpected {type(error).__name__}")
            failure, fields = Failure(f"unexpected {type(error).__name__}: {error}"), {}
        finally:
            around.close_own_session()
    told = (
        describe(failure, step=step.label, where=step.where, masker=around.masker, no_log=step.no_log)
        if failure
        else None
    )
    result = StepResult(
        step=step.label,
        host=around.host,
        fields=fields,
        ok=failure is None,
        skipped=fields is None,
        error=told,
        attempts=attempts.made,
        elapsed=round(time.perf_counter() - started, 3),
    )
    _report(step, around, result)
    if failure is not None and told is not None and not step.goes_on:
        raise StepFailedError(failure, told, result)
    return result


def summary(result: StepResult) -> dict[str, Any]:
    """What reports tell of a step's result: how it went, none of its data."""
    return {key: result[key] for key in ("ok", "skipped", "elapsed", "attempts")}


@dataclass(slots=True)
class Attempts:
    """Counts the tries at a step."""

    made: int = 0


def _on_platform(step: Step, around: Surroundings, attempts: Attempts) -> dict[str, Any] | None:
    step = step.on(around.platform)
    if step.loop is None:
        return _guarded(step, around, around.scope, attempts)
    items = step.loop.over.evaluate(around.scope)
    if isinstance(items, str | bytes | Mapping) or not hasattr(items, "__iter__"):
        raise TemplateFailure(f"loop needs a list, got {type(items).__name__}")
    results = []
    for index, item in enumerate(items):
        scope = {**around.scope, step.loop.name: item, "index": index}
        results.append(_item(step, around, scope, attempts, index))
    return {"results": results}


def _item(step: Step, around: Surroundings, scope: Scope, attempts: Attempts, index: int) -> StepResult:
    started, before = time.perf_counter(), attempts.made
    error: dict[str, Any] | None = None
    try:
        fields = _guarded(step, around, scope, attempts)
    except Failure as failure:
        if not step.goes_on:
            raise
        error = describe(failure, step=step.label, where=step.where, masker=around.masker, no_log=step.no_log)
        fields = dict(failure.fields)
    return StepResult(
        step=f"{step.label}[{index}]",
        host=around.host,
        fields=fields,
        ok=error is None,
        skipped=fields is None,
        error=error,
        attempts=attempts.made - before,
        elapsed=round(time.perf_counter() - started, 3),
    )


def _guarded(step: Step, around: Surroundings, scope: Scope, attempts: Attempts) -> dict[str, Any] | None:
    """The fields of the result; None where `when` says to skip the step."""
    if step.when is not None and not step.when.evaluate(scope):
        return None
    report(StepStarted(host=around.host, step=step.label, attempt=1))
    return _tried(step, around, scope, attempts)


def _tried(step: Step, around: Surroundings, scope: Scope, attempts: Attempts) -> dict[str, Any]:
    retry, delay = step.retry, step.retry.delay
    give_up = None if retry.within is None else time.monotonic() + retry.within
    for number in itertools.count(1):
        attempts.made += 1
        try:
            fields = dict(step.action.run(_attempt(step, around, scope)))
            if retry.until is None or retry.until.evaluate({**scope, "this": fields}):
                return fields
            failure: Failure = _until_failed(fields, number)
        except Failure as error:
            failure = error
        last = retry.attempts is not None and number >= retry.attempts
        if last or (give_up is not None and time.monotonic() + delay > give_up):
            raise failure
        if around.stopped.wait(delay):
            raise SessionLost("the run was stopped while the step waited for its next attempt") from failure
        delay *= retry.backoff
        report(StepStarted(host=around.host, step=step.label, attempt=number + 1))
    raise AssertionError


def _until_failed(fields: dict[str, Any], attempts: int) -> UntilFailed:
    output = fields.get("output")
    return UntilFailed(
        f"until did not hold after {attempts} attempts",
        hint="the condition reads the step's own result as `this`",
        output=shorten(output) if isinstance(output, str) else None,
        fields=fields,
    )


def _attempt(step: Step, around: Surroundings, scope: Scope) -> Attempt:
    own = None if step.connection is None else step.connection.evaluate(scope)
    return Attempt(
        scope=scope,
        timeout=step.timeout,
        command_timeout=step.timeout or around.command_timeout(own),
        platform=around.platform,
        session=lambda: around.session(own),
        await_on_loop=around.await_on_loop,
        device=around.device,
        params=around.params,
        logger=around.logger,
    )


def _report(step: Step, around: Surroundings, result: StepResult) -> None:
    report(
        StepFinished(
            host=around.host,
            step=step.label,
            kind=step.kind,
            ok=result["ok"],
            skipped=result["skipped"],
            elapsed=result["elapsed"],
            attempts=result["attempts"],
            error=result["error"],
        )
    )
