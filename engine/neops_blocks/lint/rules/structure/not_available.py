"""NB206 not-available: a part of the language to come."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class NotAvailable(Rule):
    """A part of the language to come."""

    code = Code.NOT_AVAILABLE
    name = "not-available"
    summary = "This part of the language does not exist in this version."
    why = "It is refused rather than ignored, because a block that does less than it says is dangerous."
    remedy = "Leave the part out, or wait for a version that has it."
    bad = "- wait: 5\n- command: show clock"
    good = "- command: show clock"
