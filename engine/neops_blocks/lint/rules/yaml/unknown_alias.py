"""NB109 unknown-alias: an alias without an anchor."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class UnknownAlias(Rule):
    """An alias without an anchor."""

    code = Code.UNKNOWN_ALIAS
    name = "unknown-alias"
    summary = "An alias has no anchor before it."
    why = "Text that begins with a star is an alias to YAML: it repeats the value of an anchor."
    remedy = "Quote the text, or define the anchor first."
    fixable = Fixable.UNSAFE
    bad = "set: *core"
    good = "set: '*core'"
