"""NB101 yaml-syntax: the text is not YAML."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class YamlSyntax(Rule):
    """The text is not YAML."""

    code = Code.SYNTAX
    name = "yaml-syntax"
    summary = "The text is not valid YAML."
    why = (
        "YAML reads some characters as its own: ': ' begins the value of a key, a quote ends where the "
        "next one stands, '{%' opens a mapping."
    )
    remedy = "Quote the text, or write it as a block after `|`."
    fixable = Fixable.SAFE
    bad = "command: show log: all"
    good = 'command: "show log: all"'
