"""NB102 unquoted-template: a template without quotes."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class UnquotedTemplate(Rule):
    """A template without quotes."""

    code = Code.UNQUOTED_TEMPLATE
    name = "unquoted-template"
    summary = "A value that begins with {{ has to be quoted."
    why = "Two opening braces are a mapping inside a mapping to YAML, not a template."
    remedy = "Put the whole value in quotes."
    fixable = Fixable.SAFE
    bad = "command: {{ params.command }}"
    good = 'command: "{{ params.command }}"'
