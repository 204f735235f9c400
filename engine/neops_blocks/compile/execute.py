"""One step for one device, or for the block: when, loop, attempts. Runs in a thread."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from neops_blocks.compile.attempts import Attempts
from neops_blocks.compile.errors import describe
from neops_blocks.diagnostics import Failure, NotFinished, TemplateFailure, UnsupportedPlatform, shortened
from neops_blocks.steps import MaskedLogger
from neops_blocks.steps.results import StepResult
from neops_worker_sdk.concurrency import working_on
from neops_worker_sdk.jobs import StepFinished, report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_blocks.compile.plan import Step
    from neops_blocks.compile.surroundings import Surroundings

SHOWN_ITEM = 40


class StepFailedError(Exception):
    """A step failed for good; carries its result, with the failure as it is told."""

    def __init__(self, result: StepResult) -> None:
        super().__init__(result["error"]["message"])
        self.error: dict[str, Any] = result["error"]
        self.result = result


def execute(step: Step, around: Surroundings) -> StepResult:
    """Do the step; its result, also where it failed and `on_error: continue` says to go on.

    Raises:
        StepFailedError: it failed, and the pipeline of the device ends here.
    """
    with working_on(_place(step, around)):
        try:
            chosen = step.on(around.platform)
        except UnsupportedPlatform as failure:
            chosen, result = step, _result(around, step.label, {}, error=_told(failure, step, around))
        else:
            result = _done(chosen, around)
        finally:
            around.close_own_session()
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
    if not result["ok"] and not chosen.goes_on:
        raise StepFailedError(result)
    return result


def summary(result: StepResult) -> dict[str, Any]:
    """What reports tell of a step's result: how it went, none of its data."""
    return {key: result[key] for key in ("ok", "skipped", "elapsed", "attempts")}


def _place(step: Step, around: Surroundings) -> str:
    on_host = f" on {around.host}" if around.host else ""
    return f"block {around.block}, step '{step.label}' ({step.where}){on_host}"


def _done(step: Step, around: Surroundings) -> StepResult:
    if step.loop is None:
        return _item(step, around, around.scope, step.label)
    started = time.perf_counter()
    results: list[StepResult] = []
    error: dict[str, Any] | None = None
    try:
        for index, item in enumerate(_items(step, around)):
            if around.stopped.is_set():
                raise NotFinished("the run was stopped between two items of the loop")
            scope = {**around.scope, step.loop.name: item, "index": index}
            result = _item(step, around, scope, f"{step.label}[{index}]")
            results.append(result)
            if not result["ok"]:
                error = error or _of_item(result["error"], step, around, index, item)
                if not step.goes_on:
                    break
    except Failure as failure:
        error = _told(failure, step, around)
    attempts = sum(result["attempts"] for result in results)
    return _result(around, step.label, {"results": results}, error=error, attempts=attempts, started=started)


def _items(step: Step, around: Surroundings) -> Iterable[Any]:
    assert step.loop is not None
    items = step.loop.over.evaluate(around.scope)
    if isinstance(items, str | bytes | Mapping) or not hasattr(items, "__iter__"):
        raise TemplateFailure(
            f"loop needs a list, got {type(items).__name__}",
            hint="of a mapping take dict2items; of text take splitlines()",
        )
    return items  # type: ignore[no-any-return]


def _item(step: Step, around: Surroundings, scope: Mapping[str, Any], label: str) -> StepResult:
    started = time.perf_counter()
    attempts = Attempts(step, around, scope)
    fields: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    try:
        if step.when is None or step.when.evaluate(scope):
            fields = attempts.run()
    except Failure as failure:
        fields, error = dict(failure.fields), _told(failure, step, around)
    except Exception as unexpected:
        logger = MaskedLogger(around.logger, around.masker, hidden=step.no_log)
        logger.exception(f"{_place(step, around)} failed")
        fault = Failure(
            f"unexpected {type(unexpected).__name__}: {unexpected}",
            hint="a fault of neops-blocks or of a plug-in: please report it, with the traceback in the log",
        )
        fields, error = {}, _told(fault, step, around)
    return _result(around, label, fields, error=error, attempts=attempts.made, started=started)


def _result(
    around: Surroundings,
    label: str,
    fields: dict[str, Any] | None,
    *,
    error: dict[str, Any] | None = None,
    attempts: int = 0,
    started: float | None = None,
) -> StepResult:
    return StepResult(
        step=label,
        host=around.host,
        fields=fields,
        ok=error is None,
        skipped=fields is None,
        error=error,
        attempts=attempts,
        elapsed=0.0 if started is None else round(time.perf_counter() - started, 3),
    )


def _told(failure: Failure, step: Step, around: Surroundings) -> dict[str, Any]:
    return describe(failure, step=step.label, where=step.where, masker=around.masker, no_log=step.no_log)


def _of_item(
    error: dict[str, Any], step: Step, around: Surroundings, index: int, item: Any
) -> dict[str, Any]:
    shown = ""
    if isinstance(item, str | int | float) and not step.no_log:
        shown = f" ({shortened(around.masker.text(str(item)), SHOWN_ITEM)})"
    return {**error, "message": f"loop item {index}{shown}: {error['message']}"}
