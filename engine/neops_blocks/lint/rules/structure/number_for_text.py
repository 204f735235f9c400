"""NB208 number-for-text: a number where text is expected."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class NumberForText(Rule):
    """A number where text is expected."""

    code = Code.NUMBER_FOR_TEXT
    name = "number-for-text"
    summary = "A number stands where text is expected."
    why = "1.10 is the number 1.1 to YAML, so numbers are never turned into text."
    remedy = "Quote it."
    fixable = Fixable.UNSAFE
    bad = "version: 1.10"
    good = "version: '1.10.0'"
