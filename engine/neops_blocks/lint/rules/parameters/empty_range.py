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
    summary = "The minimum is greater than the maximum."
    why = "No value can fit."
    remedy = "Exchange the two, or correct one."
    bad = "{type: integer, minimum: 10, maximum: 1}"
    good = "{type: integer, minimum: 1, maximum: 10}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Compare every pair of bounds."""
        for schema, path in schemas_of(subject.block):
            for low, high, key in _bounds(schema):
                if low is not None and high is not None and low > high:
                    message = f"no value is at least {low} and at most {high}"
                    yield self.finding(message, subject.document.span(*path, key), (*path, key))


def _bounds(schema: SchemaModel) -> Iterator[tuple[Any, Any, str]]:
    yield schema.minimum, schema.maximum, "minimum"
    yield schema.min_length, schema.max_length, "minLength"
    yield schema.min_items, schema.max_items, "minItems"
    yield schema.exclusive_minimum, schema.exclusive_maximum, "exclusiveMinimum"
