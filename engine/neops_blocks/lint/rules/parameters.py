"""Schemas of parameters and results that contradict themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.schemas import patterns_are_valid, schemas_of
from neops_blocks.model import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import SchemaModel


class BadPattern(Rule):
    """A pattern that is no regular expression."""

    code = Code.BAD_PATTERN
    name = "bad-pattern"
    summary = "The pattern is not a regular expression."
    why = "No value could ever be compared with it."
    remedy = "Correct it; inside double quotes every backslash has to be doubled, single quotes are easier."
    bad = "pattern: '[a-z'"
    good = "pattern: '[a-z]'"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Compile every pattern."""
        for schema, path in schemas_of(subject.block):
            if schema.pattern is None:
                continue
            try:
                re.compile(schema.pattern)
            except (re.error, OverflowError, RecursionError) as error:
                at = (*path, "pattern")
                yield self.finding(
                    f"the pattern is not a regular expression: {error}", subject.document.span(*at), at
                )


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


class BadDefault(Rule):
    """A default that the schema refuses."""

    code = Code.BAD_DEFAULT
    name = "bad-default"
    summary = "The default does not fit its own schema."
    why = "Whoever runs the block without this parameter would get an error that is not theirs."
    remedy = "Correct the default, or the schema that it does not fit."
    bad = "{type: integer, minimum: 1, default: 0}"
    good = "{type: integer, minimum: 1, default: 1}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Judge every default by its schema."""
        for schema, path in schemas_of(subject.block):
            if "default" not in schema.model_fields_set or not patterns_are_valid(schema):
                continue
            written = schema.json_schema()
            secret = bool(getattr(schema, "secret", False))
            for problem in judge(written, secret=secret)(schema.default):
                at = (*path, "default")
                yield self.finding(f"the default does not fit: {problem}", subject.document.span(*at), at)
