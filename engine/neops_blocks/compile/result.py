"""The result of a run: message, success and data, mapped from what the steps left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.compile.errors import BlockFailedError, describe, one_line
from neops_blocks.compile.plain import plain
from neops_blocks.diagnostics import Failure, ResultInvalid, first_few, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neops_blocks.compile.run import Run
    from neops_blocks.templates import Value

SHOWN_FAILURES = 3
SHOWN = 200

FAILED_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "description": "Every device that failed, by name.",
    "additionalProperties": {
        "type": "object",
        "properties": {
            "code": {"type": "string"},
            "message": {"type": "string"},
            "step": {"type": ["string", "null"]},
        },
    },
}


@dataclass(frozen=True, slots=True)
class Field:
    """One named value of `result.data`; per device or of the block."""

    value: Value
    per_device: bool
    where: str
    problems: Callable[[Any], list[str]]


@dataclass(frozen=True, slots=True)
class ResultMapping:
    """How `message`, `success` and `data` are made."""

    message: Value | None
    success: Value | None
    fields: Mapping[str, Field]
    with_failed: bool


@dataclass(frozen=True, slots=True)
class BlockResult:
    """What a run came to."""

    message: str
    success: bool
    data: dict[str, Any] | None


def evaluate(mapping: ResultMapping, run: Run) -> BlockResult:
    """Map the result of a run whose cuts are done, with secrets masked.

    Raises:
        BlockFailedError: a value does not evaluate, or does not fit its schema.
    """
    failed = {host.name: host.error for host in run.hosts if host.error is not None}
    if run.plan.one_target and failed:
        return BlockResult(message=_in_full(*failed.popitem()), success=False, data=None)
    scope = run.names.of()
    success = len(failed) <= run.plan.fan_out.failures_allowed(len(run.hosts))
    if mapping.success is not None:
        success = bool(_evaluated(mapping.success, scope, "success", run))
    data = {name: run.masker.data(_field(name, field, run, scope)) for name, field in mapping.fields.items()}
    if mapping.with_failed:
        data["failed"] = {
            name: {key: error.get(key) for key in ("code", "message", "step")}
            for name, error in failed.items()
        }
    if mapping.message is None:
        message = _default_message(run, failed)
    else:
        message = run.masker.text(str(_evaluated(mapping.message, scope, "message", run)))
        if failed and not success:
            message = f"{message} ({_failures(failed)})"
    return BlockResult(message=message, success=success, data=data)


def _field(name: str, field: Field, run: Run, scope: dict[str, Any]) -> Any:
    if not field.per_device:
        return _checked(name, field, run, scope, None)
    return {
        host.name: _checked(name, field, run, run.names.of(host), host.name) for host in run.hosts if host.ok
    }


def _checked(name: str, field: Field, run: Run, scope: dict[str, Any], host: str | None) -> Any:
    what = f"result field '{name}'" + (f" of {host}" if host else "")
    try:
        value = plain(field.value.evaluate(scope))
        problems = field.problems(value)
        if problems:
            raise ResultInvalid("; ".join(problems), hint="change the value or its schema")
    except Failure as failure:
        raise _failed(what, failure, field.where, run) from failure
    return value


def _evaluated(value: Value, scope: dict[str, Any], key: str, run: Run) -> Any:
    try:
        return value.evaluate(scope)
    except Failure as failure:
        raise _failed(f"result.{key}", failure, run.plan.places[f"result.{key}"], run) from failure


def _failed(what: str, failure: Failure, where: str, run: Run) -> BlockFailedError:
    failure.message = f"{what}: {failure.message}"
    return BlockFailedError(describe(failure, step=None, where=where, masker=run.masker))


def _default_message(run: Run, failed: Mapping[str, Any]) -> str:
    if run.plan.one_target or not run.plan.has_targets:
        return "done"
    count = f"{len(run.hosts)} device{'s' if len(run.hosts) != 1 else ''}"
    return f"{count}, {len(failed)} failed: {_failures(failed)}" if failed else f"{count} done"


def _failures(failed: Mapping[str, Any]) -> str:
    """The first few, with their codes alone: each device's own result tells the rest."""
    return first_few([f"{name}: {error['code']}" for name, error in failed.items()], SHOWN_FAILURES)


def _in_full(name: str, error: Mapping[str, Any]) -> str:
    message = " ".join(str(error["message"]).split())
    return f"{name}: {one_line({**error, 'message': shortened(message, SHOWN)})}"
