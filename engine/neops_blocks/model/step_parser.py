"""One step: which kind it is, what it is on each platform, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from neops_blocks.diagnostics import (
    Code,
    Finding,
    Fix,
    Severity,
    closest,
    did_you_mean,
    habit_of_key,
    habit_of_kind,
)
from neops_blocks.model.document import dotted
from neops_blocks.model.errors import findings_of
from neops_blocks.model.fields import keys_of
from neops_blocks.model.later import LATER_KINDS, not_available
from neops_blocks.model.rest import without_wrong
from neops_blocks.model.step import UNSUPPORTED, StepModel
from neops_blocks.model.words import described

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.diagnostics import Span
    from neops_blocks.source import Node

Path = tuple[str | int, ...]
FIXED_KEYS = frozenset({"id", "once", "platforms"})
"""Keys that are the same on every platform."""


class StepParser:
    """Turns the nodes of steps into models, and collects findings.

    Attributes:
        findings: what is wrong with the steps so far.
        broken_ids: ids of the steps that could not be turned into a model.
    """

    def __init__(self, kinds: Mapping[str, type[StepModel]]) -> None:
        self.findings: list[Finding] = []
        self.broken_ids: set[str] = set()
        self._kinds = kinds

    def parse(self, node: Node, path: Path) -> StepModel:
        """The step; an empty StepModel stands for one that cannot be used."""
        step = self._step(node, path)
        if step is not None:
            return step
        name = node.at("id")
        if name is not None and isinstance(name.value, str):
            self.broken_ids.add(name.value)
        return StepModel()

    def _step(self, node: Node, path: Path) -> StepModel | None:
        if node.kind != "mapping":
            message = f"a step is a mapping, this is {described(node)}"
            self._find(Code.WRONG_TYPE, message, node.span, path, f"write it as {self._example(node)}")
            return None
        kind = self._kind(node, path)
        if kind is None:
            return None
        plain = node.plain()
        step = self._validated(kind, plain, node, path)
        if step is None:
            return None
        return step.placed(path, self._variants(kind, step, plain, node, path))

    def _example(self, node: Node) -> str:
        return (
            f"`- command: {node.raw}`"
            if isinstance(node.value, str) and "\n" not in node.raw
            else "`- command: ...`"
        )

    def _kind(self, node: Node, path: Path) -> type[StepModel] | None:
        found = [name for name in node.keys if name in self._kinds or name in LATER_KINDS]
        if len(found) > 1:
            second = node.keys[found[1]]
            message = f"a step does one thing, this one has {' and '.join(map(repr, found))}"
            self._find(Code.STEP_KIND, message, second, path, "make two steps of it")
            return None
        if not found:
            self._no_kind(node, path)
            return None
        if found[0] in LATER_KINDS and found[0] not in self._kinds:
            self.findings.append(not_available(found[0], node.keys[found[0]], (*path, found[0])))
            return None
        return self._kinds[found[0]]

    def _no_kind(self, node: Node, path: Path) -> None:
        common = keys_of(StepModel)
        known = {*self._kinds, *LATER_KINDS}
        others = [name for name in node.keys if name not in common and not name.startswith("x-")]
        habits = {name: habit for name in others if (habit := habit_of_kind(name)) is not None}
        modules = [name for name in habits if len(others) == 1 or habit_of_key(name, path) is None]
        for name in modules[:1]:
            self._find(Code.STEP_KIND, f"unknown step kind {name!r}", node.keys[name], path, habits[name])
            return
        for name in others:
            if habit_of_key(name, path) is not None:
                continue
            near = closest(name, known)
            if near is not None:
                span, message = node.keys[name], f"unknown step kind {name!r}"
                fix = Fix.guess(node.key_words(name), near)
                self._find(Code.STEP_KIND, message, span, path, f"did you mean {near!r}?", fix)
                return
        for name in list(habits)[:1]:
            self._find(Code.STEP_KIND, f"unknown step kind {name!r}", node.keys[name], path, habits[name])
            return
        kinds = did_you_mean("", self._kinds, what="kinds of steps")
        if len(others) == 1:
            help_ = habit_of_key(others[0], path) or kinds
            self._find(Code.STEP_KIND, f"unknown step kind {others[0]!r}", node.keys[others[0]], path, help_)
        else:
            first = next(iter(node.keys.values()), node.span)
            if "platforms" in node.keys:
                kinds = "write `command:` in the step itself; `platforms` replaces it where it differs"
            self._find(Code.STEP_KIND, "nothing says what this step does", first, path, kinds)

    def _validated(
        self, kind: type[StepModel], plain: dict[str, Any], node: Node, path: Path
    ) -> StepModel | None:
        try:
            return kind.model_validate(plain)
        except ValidationError as error:
            self.findings += findings_of(error, kind, node, path)
            try:
                return kind.model_validate(without_wrong(plain, error))
            except ValidationError:
                return None

    def _variants(
        self, kind: type[StepModel], step: StepModel, plain: dict[str, Any], node: Node, path: Path
    ) -> dict[str, StepModel]:
        variants = {}
        for platform, overlay in step.platforms.items():
            at = node.at("platforms", platform)
            if overlay == UNSUPPORTED or at is None or not isinstance(overlay, dict):
                continue
            where = (*path, "platforms", platform)
            variant = self._variant(kind, plain, overlay, at, where)
            if variant is not None:
                variants[platform] = variant.placed(path, {})
        return variants

    def _variant(
        self, kind: type[StepModel], plain: dict[str, Any], overlay: dict[str, Any], at: Node, path: Path
    ) -> StepModel | None:
        refused = [key for key in overlay if key in FIXED_KEYS or (key in self._kinds and key != kind.kind)]
        for key in refused:
            why = (
                "every platform has the same"
                if key in FIXED_KEYS
                else "a platform cannot change the kind of a step"
            )
            self._find(
                Code.UNKNOWN_KEY, f"{key!r} cannot be set for a platform: {why}", at.keys[key], path, None
            )
        own = {key: value for key, value in overlay.items() if key not in refused}
        base = {key: value for key, value in plain.items() if key != "platforms"}
        try:
            return kind.model_validate({**base, **own})
        except ValidationError as error:
            mine = [
                found for found in findings_of(error, kind, at, path) if found.span.start >= at.span.start
            ]
            wrong = {item["loc"][0] for item in error.errors(include_url=False) if item["loc"]} & set(own)
            self.findings += [found for found in mine if any(_below(found.path, path, key) for key in wrong)]
            return None

    def _find(
        self, code: Code, message: str, span: Span, path: Path, help_: str | None, fix: Fix | None = None
    ) -> None:
        place = dotted(path)
        self.findings.append(Finding(code, message, Severity.ERROR, span, path=place, help=help_, fix=fix))


def _below(place: str, path: Path, key: Any) -> bool:
    return place == dotted((*path, key)) or place.startswith(
        (f"{dotted((*path, key))}.", f"{dotted((*path, key))}[")
    )
