"""NB902 unknown-suppression: a comment with a code that no rule has."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.suppressions.suppression_rule import SuppressionRule


class UnknownSuppression(SuppressionRule):
    """A comment with a code that no rule has."""

    code = Code.UNKNOWN_SUPPRESSION
    name = "unknown-suppression"
    summary = "A comment ignores a code that no rule has."
    why = "It ignores nothing: the code is misspelt, or belongs to another version."
    remedy = "Correct the code, or remove it."
    fixable = Fixable.SAFE
    bad = "- set: steps.show.output  # neops: ignore[NB590, NB509]"
    good = "- set: steps.show.output  # neops: ignore[NB509]"
