"""NB903 unused-suppression: a comment that ignores nothing."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.suppressions.suppression_rule import SuppressionRule


class UnusedSuppression(SuppressionRule):
    """A comment that ignores nothing."""

    code = Code.UNUSED_SUPPRESSION
    name = "unused-suppression"
    summary = "A comment ignores a finding that is not there."
    why = "What it was written for is gone, and it would hide the next mistake of that kind."
    remedy = "Remove the code, or the whole comment."
    fixable = Fixable.SAFE
    bad = '- set: "{{ steps.show.output }}"  # neops: ignore[NB509]'
    good = '- set: "{{ steps.show.output }}"'
