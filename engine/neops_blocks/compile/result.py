"""The result of a run: message, success and data, mapped from what the steps left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.compile.errors import one_line
from neops_blocks.diagnostics import ResultInvalid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neops_blocks.compile.run import Run
    from neops_blocks.templates import Value

SHOWN_FAILURES = 5

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
    """Map the result of a run whose cuts are done. Raises Failure where a value does not evaluate or fit."""
    failed = {host.name: host.error for host in run.hosts if host.error is not None}
    if run.one_target and failed:
        return BlockResult(message=_failures(failed), success=False, data=None)
    scope = run.scope()
    success = len(failed) <= run.plan.fan_out.failures_allowed(len(run.hosts))
    if mapping.success is not None:
        success = bool(mapping.success.evaluate(scope))
    data = {name: _field(name, field, run, scope) for name, field in mapping.fields.items()}
    if mapping.with_failed:
        data["failed"] = {
            name: {key: error.get(key) for key in ("code", "message", "step")}
            for name, error in failed.items()
        }
    message = (
        str(mapping.message.evaluate(scope)) if mapping.message is not None else _default_message(run, failed)
    )
    if failed and not success and mapping.message is not None:
        message = f"{message} ({_failures(failed)})"
    return BlockResult(message=message, success=success, data=data)


def _field(name: str, field: Field, run: Run, scope: dict[str, Any]) -> Any:
    if not field.per_device:
        return _checked(name, field, field.value.evaluate(scope), None)
    return {
        host.name: _checked(name, field, field.value.evaluate(run.scope(host)), host.name)
        for host in run.hosts
        if host.ok
    }


def _checked(name: str, field: Field, value: Any, host: str | None) -> Any:
    value = plain(value)
    problems = field.problems(value)
    if problems:
        place = f" of {host}" if host else ""
        raise ResultInvalid(
            f"result field '{name}'{place} ({field.where}): {problems[0]}",
            hint="change the value or its schema",
        )
    return value


def plain(value: Any) -> Any:
    """A deep copy of the value in the types that JSON has. Raises ResultInvalid for any other type."""
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple) or hasattr(value, "__next__"):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    raise ResultInvalid(
        f"a value of type {type(value).__name__} cannot be part of a result", hint="make it text or a list"
    )


def _default_message(run: Run, failed: Mapping[str, Any]) -> str:
    if run.one_target or not run.plan.has_targets:
        return "done"
    count = f"{len(run.hosts)} device{'s' if len(run.hosts) != 1 else ''}"
    return f"{count}, {len(failed)} failed: {_failures(failed)}" if failed else f"{count} done"


def _failures(failed: Mapping[str, Any]) -> str:
    shown = [f"{name}: {one_line(error)}" for name, error in list(failed.items())[:SHOWN_FAILURES]]
    more = [f"and {len(failed) - SHOWN_FAILURES} more"] if len(failed) > SHOWN_FAILURES else []
    return "; ".join(shown + more)
