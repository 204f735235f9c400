"""NB904 suppressed-error: a comment that is to ignore an error."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.suppressions.suppression_rule import SuppressionRule


class SuppressedError(SuppressionRule):
    """A comment that is to ignore an error."""

    code = Code.SUPPRESSED_ERROR
    name = "suppressed-error"
    summary = "A comment is to ignore an error, which is never ignored."
    why = "A block with an error does not run, whatever a comment says; only warnings and notes are ignored."
    remedy = "Correct the error, and remove the comment."
    fixable = Fixable.SAFE
    bad = '- set: "{{ stepz.show.output }}"  # neops: ignore[NB504]'
    good = '- set: "{{ steps.show.output }}"'
