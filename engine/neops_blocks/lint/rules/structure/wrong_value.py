"""NB204 wrong-value: a value that is not possible."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class WrongValue(Rule):
    """A value that is not possible."""

    code = Code.WRONG_VALUE
    name = "wrong-value"
    summary = "The value is not one of those possible here."
    why = "Only some values have a meaning here, and a guess could be the wrong one."
    remedy = "Take one of those that the message names."
    fixable = Fixable.UNSAFE
    bad = "run_on: devices"
    good = "run_on: device"
