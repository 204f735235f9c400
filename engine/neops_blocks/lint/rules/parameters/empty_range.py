"""NB303 empty-range: bounds that no value is between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.parameters.schemas import patterns_are_valid, schemas_of
from neops_blocks.model import judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import SchemaModel

    Path = tuple[str | int, ...]


class EmptyRange(Rule):
    """Bounds that no value is between."""

    code = Code.EMPTY_RANGE
    name = "empty-range"
    summary = "No value fits: none is between the bounds, or none of those listed is of the type."
    why = "Whoever runs the block finds no value that it takes."
    remedy = "Exchange the two, or correct one."
    bad = "{type: integer, minimum: 10, maximum: 1}"
    good = "{type: integer, minimum: 1, maximum: 10}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Compare every lower bound with every upper one, and the values that are listed with the rest."""
        for schema, path in schemas_of(subject.block):
            yield from self._listed(schema, path, subject)
            for low, high, key, words in _bounds(schema):
                if low is None or high is None or low < high or (low == high and words == _BETWEEN):
                    continue
                yield self.finding(
                    f"no value is {words.format(low, high)}",
                    subject.document.span(*path, key),
                    (*path, key),
                    help="exchange the two bounds, or correct one of them",
                )

    def _listed(self, schema: SchemaModel, path: Path, subject: Subject) -> Iterator[Finding]:
        if not schema.enum or not patterns_are_valid(schema):
            return
        written = schema.json_schema()
        check = judge({key: value for key, value in written.items() if key not in ("enum", "default")})
        problems = [check(value) for value in schema.enum]
        if all(problems):
            at = (*path, "enum")
            message = f"none of these values fits the rest of the schema: {problems[0][0]}"
            yield self.finding(
                message, subject.document.span(*at), at, help="correct the values, or the type"
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
