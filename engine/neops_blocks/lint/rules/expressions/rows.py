"""Fields of parsed rows that are text, and are compared with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neops_blocks.lint.lists import last_parser
from neops_blocks.lint.rules.results.value_types import type_of
from neops_blocks.templates import comparisons, item_comparisons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from neops_blocks.lint.subject import Subject
    from neops_blocks.lint.uses import PlacedTemplate
    from neops_blocks.model import BlockModel, StepModel

Path = tuple[str | int, ...]

_NUMBERS = ("integer", "number")


class TextCompared(NamedTuple):
    """A field that is text, where it is used as a number."""

    field: str
    step: str
    start: int
    end: int


def texts_compared(
    template: PlacedTemplate,
    steps: Mapping[str, StepModel],
    loops: Mapping[Path, tuple[str, str]],
    subject: Subject,
) -> Iterator[TextCompared]:
    """Those of a template: what filters compare of the rows, and what is read of an item of a loop.

    Args:
        template: where to look.
        steps: those of the block, by id.
        loops: what the item of a loop is called, and the name that the loop is over, by the path of the step.
        subject: the block.
    """
    text, bare = template.use.text, template.use.bare
    for found in item_comparisons(text, bare=bare):
        name = f"{{{{ {found.name} }}}}"
        other = type_of(name if found.name else found.value, steps, subject.block.parameters)
        if found.operation == "sum" or other in _NUMBERS:
            step = _source(found.source, found.field, steps)
            if step is not None:
                yield TextCompared(found.field, step, found.start, found.end)
    rows = loops.get(template.path[:2])
    item, source = rows or ("", "")
    for comparison in comparisons(text, bare=bare) if rows else ():
        owner, _, field = comparison.name.rpartition(".")
        number = isinstance(comparison.value, (int, float)) and not isinstance(comparison.value, bool)
        step = _source(source, field, steps) if owner == item and number else None
        if step is not None:
            yield TextCompared(field, step, comparison.start, comparison.end)


def loops_over_names(block: BlockModel) -> dict[Path, tuple[str, str]]:
    """What the item of each loop over a name is called, and the name, by the path of the step."""
    return {
        step.path: (step.loop.as_, step.loop.over.strip("{} "))
        for step in block.steps
        if step.loop is not None and isinstance(step.loop.over, str)
    }


def _source(name: str, field: str, steps: Mapping[str, StepModel]) -> str | None:
    """The id of the step whose rows are text in a field; None where they may be something else."""
    parts = name.split(".")
    if len(parts) != 3 or parts[0] != "steps" or parts[2] != "parsed" or not field.isidentifier():
        return None
    step = steps.get(parts[1])
    if step is None or step.loop is not None:
        return None
    variants = (step, *step.variants.values())
    return step.id if all(_is_text(variant, field) for variant in variants) else None


def _is_text(step: StepModel, field: str) -> bool:
    last = last_parser(step)
    name = next(iter(last), None) if isinstance(last, dict) else last
    return name in ("textfsm", "regex") and field not in getattr(step, "types", {})
