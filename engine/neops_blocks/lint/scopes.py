"""Which names an expression may use, by where it stands (section 4 of the language)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neops_blocks.model import Document, StepModel, TemplateUse

Kept = TypeVar("Kept")
_MOST_ALIKE = 8
"""Steps with one id that are told apart: it is an error anyway."""
FROZEN = frozenset({"hosts", "succeeded", "failed", "skipped"})
RESERVED = FROZEN | {"params", "device", "devices", "steps", "group", "interface", "index", "this", "error"}
"""Names that the language gives a meaning: a loop may not take them for its item."""

_DEVICE_ONLY = "each device has its own; here read hosts, succeeded or per_device"
_WHY_NOT: Mapping[str, str] = {
    "steps": "is known only in steps and in the result",
    "device": "is known only where a step runs on a device",
    "devices": "is known only where the block is seen as a whole: in `once` steps and in the result",
    "hosts": "is known only after a cut, from the first `once` step on",
    "succeeded": "is known only after a cut, from the first `once` step on",
    "failed": "is known only after a cut, from the first `once` step on",
    "skipped": "is known only after a cut, from the first `once` step on",
    "interface": "is known only in blocks with `run_on: interface`",
    "group": "is known only in blocks with `run_on: group`",
    "this": "is known only in `until`",
    "item": "is known only in a step with `loop`",
    "index": "is known only in a step with `loop`",
    "error": "is known only in `rescue`",
}


@dataclass(frozen=True)
class Scope:
    """The names in reach of an expression.

    Attributes:
        names: the names at the beginning of an expression.
        steps: the steps that can be read, by id.
        unreadable: ids of steps that cannot, and why.
        this: the step whose result `this` is.
    """

    names: frozenset[str]
    steps: Mapping[str, StepModel]
    unreadable: Mapping[str, str]
    this: StepModel | None = None

    def why_not(self, name: str) -> str | None:
        """Why a name of the language has no meaning here; None where the language does not know it."""
        return _WHY_NOT.get(name)


class Scopes:
    """The scopes of a block."""

    def __init__(self, document: Document) -> None:
        block = document.block
        self._block = block
        self._steps = block.steps
        self._numbers: dict[str, list[int]] = {}
        for number, step in enumerate(block.steps):
            if step.id is not None and len(self._numbers.setdefault(step.id, [])) < _MOST_ALIKE:
                self._numbers[step.id].append(number)
        self._index = {step.path: index for index, step in enumerate(block.steps)}
        self._first_cut = next(
            (index for index, step in enumerate(block.steps) if step.once), len(block.steps)
        )
        self._complete = document.complete
        self._made: dict[tuple[int, bool, bool], Scope] = {}
        self._given = {"group", "interface"} & {block.run_on}
        self._flat = block.one_target or block.without_targets
        self.connection = Scope(frozenset({"params", "device"}), {}, {})
        self.choosing = Scope(frozenset({"params", "devices"}), {}, {})
        self.result = self._at(len(self._steps), once=True, cut=True)
        self.per_device = self._at(len(self._steps), once=False, cut=True)

    def of_step(self, step: StepModel, use: TemplateUse) -> Scope:
        """The scope of a template of a step."""
        index = self._index.get(step.path, len(self._steps))
        cut = not self._complete or self._first_cut <= index
        scope = self._at(index, once=step.once, cut=cut)
        if step.loop is not None and use.path[0] != "loop":
            scope = replace(scope, names=scope.names | {step.loop.as_, "index"})
        if use.scope_hint == "until":
            scope = replace(scope, names=scope.names | {"this"}, this=step)
        return scope

    def before(self, number: int, *, once: bool) -> Scope:
        """The scope of a step that is written at a number among the steps and has no model."""
        index = sum(step.path[1:2] < (number,) for step in self._steps)
        return self._at(index, once=once, cut=not self._complete or self._first_cut <= index)

    def _at(self, index: int, *, once: bool, cut: bool) -> Scope:
        """The scope before the step at an index; `once`: seen as a whole; `cut`: after a cut."""
        key = (index, once, cut)
        if key not in self._made:
            self._made[key] = self._make(index, once=once, cut=cut)
        return self._made[key]

    def _make(self, index: int, *, once: bool, cut: bool) -> Scope:
        names = {"params", "steps", *self._given}
        if self._block.without_targets:
            names |= {"devices", *FROZEN}
        else:
            names.add("devices" if once and not self._flat else "device")
        if cut:
            names |= FROZEN

        def why(number: int) -> str | None:
            """Why the step of a number cannot be read; None where it can."""
            if number >= index:
                return "itself" if number == index else "later"
            return _DEVICE_ONLY if once and not self._steps[number].once and not self._flat else None

        steps = _ByName(self._numbers, lambda number: self._steps[number] if why(number) is None else None)
        return Scope(frozenset(names), steps, _ByName(self._numbers, why))


class _ByName(Mapping[str, Kept]):
    """What is kept of the steps with an id, found out when it is asked for: there are many scopes.

    Args:
        numbers: the numbers of the steps with an id, which should be one.
        kept: what there is for a number; None: nothing.
    """

    def __init__(self, numbers: Mapping[str, list[int]], kept: Callable[[int], Kept | None]) -> None:
        self._numbers = numbers
        self._kept = kept

    def __getitem__(self, name: str) -> Kept:
        for number in reversed(self._numbers[name]):
            found = self._kept(number)
            if found is not None:
                return found
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._numbers if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
