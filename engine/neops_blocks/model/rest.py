"""What is left of a mapping without its wrong parts, so that the rest can be checked too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError

_NAMED = {("parameters",): 2, ("result", "data"): 3, ("platforms",): 2}
"""Mappings whose entries are removed as a whole; everywhere else the key of the mapping is."""


def without_wrong(plain: dict[str, Any], error: ValidationError) -> dict[str, Any]:
    """A copy of the mapping without the entries that the error is about."""
    rest = {key: dict(value) if isinstance(value, dict) else value for key, value in plain.items()}
    for item in error.errors(include_url=False):
        loc = tuple(item["loc"])
        depth = next(
            (depth for path, depth in _NAMED.items() if loc[: len(path)] == path and len(loc) >= depth), 1
        )
        _remove(rest, loc[:depth])
    return rest


def _remove(data: Any, loc: tuple[Any, ...]) -> None:
    for part in loc[:-1]:
        if not isinstance(data, dict) or not isinstance(data.get(part), dict):
            return
        data[part] = dict(data[part])
        data = data[part]
    if loc and isinstance(data, dict):
        data.pop(loc[-1], None)
