"""NB413 constant-condition: a condition that is the same in every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule
from neops_blocks.templates import truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject

Path = tuple[str | int, ...]


class ConstantCondition(Rule):
    """A condition that is the same in every run."""

    code = Code.CONSTANT_CONDITION
    name = "constant-condition"
    severity = Severity.WARNING
    summary = "The condition is always true or never."
    why = (
        "It decides nothing: the step always runs, or nobody can reach it. Often one side of an `or` is a "
        "text of its own, which is true: `x == 'a' or 'b'`."
    )
    remedy = "Compare with something that can differ, or remove the condition, or the step that never runs."
    bad = "when: device.platform.short_name == 'ios' or 'eos'"
    good = "when: device.platform.short_name in ['ios', 'eos']"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Decide every `when`, `until` and `where` as far as it can be without a run."""
        for path in _conditions(subject):
            node = subject.document.node.at(*path)
            if node is None or node.kind != "scalar":
                continue
            decided = truth(node.value) if isinstance(node.value, (str, bool)) else None
            if decided is not None:
                yield self.finding(_message(path, decided), node.span, path, help=_help(path, decided))


def _conditions(subject: Subject) -> Iterator[Path]:
    if subject.block.fan_out.where is not None:
        yield ("fan_out", "where")
    for step in subject.block.steps:
        yield (*step.path, "when")
        yield (*step.path, "retry", "until")
        for platform in step.variants:
            yield (*step.path, "platforms", platform, "when")


def _message(path: Path, decided: bool) -> str:
    if decided:
        return f"this `{path[-1]}` is always true"
    never = {"when": "the step never runs", "until": "the step is tried until it fails"}
    return f"this `{path[-1]}` is never true: {never.get(str(path[-1]), 'no device is left')}"


def _help(path: Path, decided: bool) -> str:
    if decided:
        return "remove it; to compare with several values, write `x in ['a', 'b']`"
    return "remove the step" if path[-1] == "when" else "correct it"
