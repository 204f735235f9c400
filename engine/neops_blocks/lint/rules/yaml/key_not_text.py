"""NB111 key-not-text: a key that is a number."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class KeyNotText(Rule):
    """A key that is a number."""

    code = Code.KEY_NOT_TEXT
    name = "key-not-text"
    summary = "A key has to be text."
    why = "YAML reads 10, true and null as something other than text."
    remedy = "Quote the key."
    fixable = Fixable.UNSAFE
    bad = "set: {10: uplinks}"
    good = "set: {'10': uplinks}"
