"""NB303 empty-range: bounds that no value is between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.parameters.schemas import schemas_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import SchemaModel


class EmptyRange(Rule):
    """Bounds that no value is between."""

    code = Code.EMPTY_RANGE
    name = "empty-range"
    summary = "No value is between the bounds."
    why = "Whoever runs the block finds no value that it takes."
    remedy = "Exchange the two, or correct one."
    bad = "{type: integer, minimum: 10, maximum: 1}"
    good = "{type: integer, minimum: 1, maximum: 10}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Compare every lower bound with every upper one."""
        for schema, path in schemas_of(subject.block):
            for low, high, key, words in _bounds(schema):
                if low is None or high is None or low < high or (low == high and words == _BETWEEN):
                    continue
                yield self.finding(
                    f"no value is {words.format(low, high)}",
                    subject.document.span(*path, key),
                    (*path, key),
                    help="exchange the two bounds, or correct one of them",
                )


_BETWEEN = "at least {} and at most {}"


def _bounds(schema: SchemaModel) -> Iterator[tuple[Any, Any, str, str]]:
    """Every pair of bounds, the key of the lower one, and what a value between them would be."""
    yield schema.minimum, schema.maximum, "minimum", _BETWEEN
    yield schema.minimum, schema.exclusive_maximum, "minimum", "at least {} and less than {}"
    yield schema.exclusive_minimum, schema.maximum, "exclusiveMinimum", "more than {} and at most {}"
    above, below = schema.exclusive_minimum, schema.exclusive_maximum
    yield above, below, "exclusiveMinimum", "more than {} and less than {}"
    yield schema.min_length, schema.max_length, "minLength", _BETWEEN
    yield schema.min_items, schema.max_items, "minItems", _BETWEEN
