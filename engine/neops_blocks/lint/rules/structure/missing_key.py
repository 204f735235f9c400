"""NB202 missing-key: a key that has to be there."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class MissingKey(Rule):
    """A key that has to be there."""

    code = Code.MISSING_KEY
    name = "missing-key"
    summary = "A key that is always needed is missing."
    why = "A block needs schema, name, package, run_on, type and steps; some parts have keys of their own."
    remedy = "Add the key."
    bad = "result:\n  data:\n    lines: {type: integer}"
    good = 'result:\n  data:\n    lines: {type: integer, value: "{{ hosts | length }}"}'
