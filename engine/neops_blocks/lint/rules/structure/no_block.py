"""NB212 no-block: a file without a block."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class NoBlock(Rule):
    """A file without a block."""

    code = Code.NO_BLOCK
    name = "no-block"
    summary = "The document is not a function block."
    why = "Only documents that declare the version of the language are read as blocks."
    remedy = "Begin with `schema: function-block/v1`, or do not lint the file."
    bad = "hosts: all"
    good = (
        "schema: function-block/v1\nname: all_hosts\npackage: fb.example.com\nrun_on: group\ntype: none\n"
        "steps:\n  - command: show clock"
    )
