"""NB209 bad-name: a name with forbidden characters."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class BadName(Rule):
    """A name with forbidden characters."""

    code = Code.BAD_NAME
    name = "bad-name"
    summary = "The name has characters that names may not have."
    why = "Names are used in expressions, where other characters would be operators."
    remedy = "Use lower-case letters, digits and _, beginning with a letter."
    bad = "- {id: show-version, command: show version}"
    good = "- {id: show_version, command: show version}"
