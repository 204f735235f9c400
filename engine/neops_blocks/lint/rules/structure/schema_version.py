"""NB207 schema-version: a version of the language that is not known."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class SchemaVersion(Rule):
    """A version of the language that is not known."""

    code = Code.SCHEMA_VERSION
    name = "schema-version"
    summary = "The version of the language is not supported."
    why = "Another version may give the same keys another meaning."
    remedy = "Write `schema: function-block/v1`, which this version of neops-blocks reads."
    fixable = Fixable.UNSAFE
    bad = "schema: function-block/v7"
    good = "schema: function-block/v1"
