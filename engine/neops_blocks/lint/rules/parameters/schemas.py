"""Every schema of a block, nested ones included."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from neops_blocks.model import SchemaModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.model import BlockModel

Path = tuple[str | int, ...]


def schemas_of(block: BlockModel) -> Iterator[tuple[SchemaModel, Path]]:
    """The schemas of the parameters and of the result, each with its path."""
    for name, parameter in block.parameters.items():
        yield from _within(parameter, ("parameters", name))
    for name, field in block.result.data.items():
        yield from _within(field, ("result", "data", name))


def _within(schema: SchemaModel, path: Path) -> Iterator[tuple[SchemaModel, Path]]:
    yield schema, path
    if schema.items is not None:
        yield from _within(schema.items, (*path, "items"))
    for name, inner in (schema.properties or {}).items():
        yield from _within(inner, (*path, "properties", name))
    if isinstance(schema.additional_properties, SchemaModel):
        yield from _within(schema.additional_properties, (*path, "additionalProperties"))
    for index, inner in enumerate(schema.any_of or []):
        yield from _within(inner, (*path, "anyOf", index))


def problem_of_pattern(pattern: str) -> str | None:
    """Why a pattern is no regular expression; what Python may read in another way one day is fine."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    return None


def patterns_are_valid(schema: SchemaModel) -> bool:
    """Whether every pattern in the schema compiles, so that it can judge a value."""
    patterns = [inner.pattern for inner, _ in _within(schema, ())]
    return all(pattern is None or problem_of_pattern(pattern) is None for pattern in patterns)
