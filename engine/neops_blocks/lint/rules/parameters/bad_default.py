"""NB301 bad-default: a default that the schema refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix
from neops_blocks.lint.rule import Fixable, Rule
from neops_blocks.lint.rules.parameters.schemas import patterns_are_valid, schemas_of
from neops_blocks.model import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import SchemaModel
    from neops_blocks.source import Node


class BadDefault(Rule):
    """A default that the schema refuses."""

    code = Code.BAD_DEFAULT
    name = "bad-default"
    summary = "The default does not fit its own schema."
    why = "Whoever runs the block without this parameter would get an error that is not theirs."
    remedy = "Correct the default, or the schema that it does not fit."
    fixable = Fixable.UNSAFE
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
                node = subject.document.nearest(*at)[0]
                fix = Fix.guess(node.content, _meant(schema, node)) if node.content == node.span else None
                message = f"the default does not fit: {problem}"
                yield self.finding(message, node.span, at, help=_help(schema, node), fix=fix)


def _help(schema: SchemaModel, node: Node) -> str | None:
    """What to write where only the quotes are wrong, or a word for true or false; None elsewhere."""
    wanted, meant = schema.type, _meant(schema, node)
    if node.value is None and isinstance(wanted, str):
        return f'without `default` the parameter has to be given; to allow null: `type: [{wanted}, "null"]`'
    if meant is None:
        return None
    if wanted == "string":
        return f"quote it: {meant}"
    return f"write {meant}, without quotes" if node.quoted else f"write {meant}"


def _meant(schema: SchemaModel, node: Node) -> str | None:
    """The value that only lacks quotes or has some too many, or a word for true or false."""
    wanted, value = schema.type, node.value
    if wanted == "string" and isinstance(value, (bool, int, float)):
        return f"'{node.raw}'"
    if wanted == "number" and isinstance(value, str) and re.fullmatch(_NUMBER, value):
        return value
    if wanted == "integer" and isinstance(value, str) and re.fullmatch(_INTEGER, value):
        return value
    if wanted == "boolean" and isinstance(value, str) and value.lower() in _WORDS:
        return str(_WORDS[value.lower()]).lower()
    return None


_INTEGER = r"-?[0-9]+"
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_WORDS = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
