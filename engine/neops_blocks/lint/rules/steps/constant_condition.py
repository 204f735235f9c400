"""NB413 constant-condition: a condition that is the same in every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity, shortened
from neops_blocks.lint.rule import Rule
from neops_blocks.templates import comparisons, truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.source import Node
    from neops_blocks.templates import Comparison

Path = tuple[str | int, ...]

_SHOWN = 60


class ConstantCondition(Rule):
    """A condition that is the same in every run."""

    code = Code.CONSTANT_CONDITION
    name = "constant-condition"
    severity = Severity.WARNING
    summary = "The condition is always true or never."
    why = (
        "It decides nothing: the step always runs, or nobody can reach it. Often one side of an `or` is a "
        "text of its own, which is true: `x == 'a' or 'b'`; or a list stands where one condition is wanted."
    )
    remedy = "Compare with something that can differ, or remove the condition, or the step that never runs."
    bad = "when: device.platform.short_name == 'ios' or 'eos'"
    good = "when: device.platform.short_name in ['ios', 'eos']"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Decide every condition as far as it can be without a run."""
        for path in _conditions(subject):
            node = subject.document.node.at(*path)
            decided = _decided(node)
            if node is None or decided is None or decided is _FINE.get(str(path[-1])):
                continue
            yield self.finding(
                _message(path, node, decided), node.span, path, help=_help(path, node, decided)
            )
        yield from self._platforms(subject)

    def _platforms(self, subject: Subject) -> Iterator[Finding]:
        """Look for platforms by the names that drivers give them: a device never has those."""
        for template in subject.templates:
            if "short_name" not in template.use.text:
                continue
            for found in comparisons(template.use.text, bare=template.use.bare):
                if found.name != "device.platform.short_name":
                    continue
                for name, known, place in _aliases(found):
                    yield self.finding(
                        f"a device of this platform has the short name {known!r}, never {name!r}",
                        template.span(*place),
                        template.path,
                        help=f"write '{known}'",
                    )


def _aliases(found: Comparison) -> Iterator[tuple[str, str, tuple[int, int]]]:
    from neops_blocks.drivers import canonical

    names = found.value if isinstance(found.value, list) else [found.value]
    for name, place in zip(names, found.places, strict=True):
        if isinstance(name, str) and canonical(name) != name:
            yield name, canonical(name), place


def _conditions(subject: Subject) -> Iterator[Path]:
    yield ("fan_out", "where")
    for step in subject.block.steps:
        for path in (step.path, *((*step.path, "platforms", platform) for platform in step.variants)):
            yield (*path, "when")
            yield (*path, "retry", "until")
            yield (*path, "loop")
            yield (*path, "loop", "over")
            for index in range(len(getattr(step, "assert_", ())) if step.kind == "assert" else 0):
                yield (*path, "assert", index, "that")
    yield ("result", "success")


_FINE: Mapping[str, bool] = {"loop": True, "over": True, "that": False, "success": True}
"""What a condition may always be: an assertion that never holds ends what its `when` lets through."""

_NEVER: Mapping[str, str] = {
    "when": "the step never runs",
    "until": "the step is tried until it fails",
    "where": "no device is left",
    "success": "the block always fails",
}


def _decided(node: Node | None) -> bool | None:
    if node is None:
        return None
    if node.kind == "sequence":
        return bool(node.value)
    return truth(node.value) if isinstance(node.value, (str, bool)) else None


def _message(path: Path, node: Node, decided: bool) -> str:
    key = str(path[-1])
    if key in ("loop", "over"):
        return "there is nothing to repeat the step for: it never runs"
    if node.kind == "sequence":
        return f"this `{key}` is a list, which is true whatever stands in it"
    if decided:
        return f"this `{key}` is always true"
    return f"this `{key}` is never true: {_NEVER[key]}"


def _help(path: Path, node: Node, decided: bool) -> str:
    if node.kind == "sequence" and node.value:
        conditions = [item.value for item in node.value]
        short = all(isinstance(text, str) and "\n" not in text for text in conditions)
        example = " and ".join(conditions) if short else "A and B"
        return f"join the conditions: `{shortened(example, _SHOWN)}`"
    if decided:
        return "remove it; to compare with several values, write `x in ['a', 'b']`"
    return "remove the step" if path[-1] in ("when", "loop", "over") else "correct it"
