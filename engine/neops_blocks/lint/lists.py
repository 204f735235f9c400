"""Which fields of a step's result are lists, whatever the device answers, and what parses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neops_blocks.model import StepModel

_LISTS = frozenset({"outputs", "results", "failures"})
_PARSERS = ("textfsm", "lines")


def is_list(step: StepModel, field: str) -> bool:
    """Whether a field of a step's result is always a list."""
    if field != "parsed" or step.loop is not None:
        return field in _LISTS
    return all(_parses_to_list(variant) for variant in (step, *step.variants.values()))


def _parses_to_list(step: StepModel) -> bool:
    last = last_parser(step)
    if isinstance(getattr(step, "command", None), list):
        return last is not None
    if isinstance(last, dict):
        return "textfsm" in last or last.get("many") is True
    return last in _PARSERS


def last_parser(step: StepModel) -> Any:
    """The parser whose result is `parsed`, a name or a mapping; None of a step without any."""
    spec = getattr(step, "parse", None)
    return spec[-1] if isinstance(spec, list) and spec else spec


def how_to_read(field: str, key: str) -> str:
    """How to read a key that the items of a list have."""
    if key in ("length", "size", "count"):
        return f"write `{field} | length`"
    if key in ("first", "last"):
        return f"write `{field} | {key}`"
    return f"write `{field}[0].{key}`, or `{field} | map(attribute='{key}') | list` for all of them"
