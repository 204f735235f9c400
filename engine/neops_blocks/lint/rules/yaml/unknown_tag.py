"""NB104 unknown-tag: a tag that is not YAML's own."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class UnknownTag(Rule):
    """A tag that is not YAML's own."""

    code = Code.UNKNOWN_TAG
    name = "unknown-tag"
    summary = "Blocks have no YAML tags of their own."
    why = "A text that begins with an exclamation mark is a tag to YAML, and no tag ever makes an object."
    remedy = "Quote the text, or remove the tag."
    fixable = Fixable.UNSAFE
    bad = "command: !show"
    good = "command: '!show'"
