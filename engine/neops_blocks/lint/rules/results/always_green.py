"""NB604 always-green: a block that succeeds though no device was reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Failure, Severity
from neops_blocks.lint.rule import Rule
from neops_blocks.templates import (
    TemplateSyntaxProblem,
    compile_expression,
    compile_value,
    evaluating_at_most,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import BlockModel

_DEVICES = 100
_SECONDS = 0.1


class AlwaysGreen(Rule):
    """A block that succeeds though no device was reached."""

    code = Code.ALWAYS_GREEN
    name = "always-green"
    severity = Severity.WARNING
    summary = "`result.success` holds even if every device fails."
    why = (
        "`result.success` replaces `max_failures`: a check that counts what it found on the devices that "
        "it reached is green when it reached none."
    )
    remedy = "Say what failed devices mean: `failed | length == 0 and ...`."
    bad = "result: {success: 'succeeded.values() | list | length < 5'}"
    good = "result: {success: 'failed | length == 0 and succeeded.values() | list | length < 5'}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Evaluate `success` for a hundred devices that all failed; what cannot be evaluated is fine."""
        block = subject.block
        if block.result.success is None or not subject.document.complete or not _meets_many(block):
            return
        try:
            with evaluating_at_most(_SECONDS):
                green = _green(block)
        except (Failure, TemplateSyntaxProblem):
            return
        if green:
            path = ("result", "success")
            yield self.finding(
                "this holds even if every device fails",
                subject.document.span(*path),
                path,
                help="it replaces `max_failures`: add `failed | length == 0 and ...`",
            )


def _meets_many(block: BlockModel) -> bool:
    """Whether devices can fail without the block failing at once."""
    several = not block.one_target and not block.without_targets and block.fan_out.on_error == "continue"
    steps = [step for step in block.steps if not step.once]
    return several and bool(steps) and all(step.on_error == "fail" for step in steps)


def _green(block: BlockModel) -> bool:
    """Whether the block succeeds; False where that depends on more than the failures.

    Raises:
        Failure: something cannot be evaluated.
        TemplateSyntaxProblem: something does not compile.
    """
    scope = _all_failed(block)
    for step in block.steps:
        if not step.once:
            continue
        if step.kind != "set" or step.when is not None or step.loop is not None or step.retry is not None:
            return False
        value = compile_value(getattr(step, "set", None)).evaluate(scope)
        scope["steps"][step.id] = {"value": value, "ok": True, "skipped": False, "error": None}
    return bool(compile_expression(block.result.success).evaluate(scope))


def _all_failed(block: BlockModel) -> dict[str, Any]:
    """The names after a run in which every device failed with its first step."""
    first = next(step.id for step in block.steps if not step.once)
    error = {"code": "connect_timeout", "message": "no answer", "step": first}
    devices = [{"name": f"device-{number}", "hostname": f"device-{number}"} for number in range(_DEVICES)]
    hosts = {
        device["name"]: {"ok": False, "error": error, "device": device, "steps": {}} for device in devices
    }
    given = {name: schema.default for name, schema in block.parameters.items() if not schema.required}
    return {
        "params": given,
        "steps": {},
        "devices": devices,
        "hosts": hosts,
        "succeeded": {},
        "failed": dict.fromkeys(hosts, error),
        "skipped": [],
    }
