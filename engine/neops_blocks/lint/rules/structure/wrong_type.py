"""NB203 wrong-type: a value of the wrong type."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class WrongType(Rule):
    """A value of the wrong type."""

    code = Code.WRONG_TYPE
    name = "wrong-type"
    summary = "The value has the wrong type."
    why = "Nothing is converted: a number in quotes is text, and so are yes, no, on and off."
    remedy = "Write a value of the type that the message names."
    fixable = Fixable.UNSAFE
    bad = 'timeout: "30"'
    good = "timeout: 30"
