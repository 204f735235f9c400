"""NB105 bare-exclamation-mark: a lone exclamation mark."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class BareExclamationMark(Rule):
    """A lone exclamation mark."""

    code = Code.BARE_TAG
    name = "bare-exclamation-mark"
    summary = "An exclamation mark at the beginning disappears from the text."
    why = "Lines of a configuration may begin with one, but YAML takes it for a tag."
    remedy = "Quote the line."
    fixable = Fixable.UNSAFE
    bad = "set:\n  - ! end of interfaces"
    good = "set:\n  - '! end of interfaces'"
