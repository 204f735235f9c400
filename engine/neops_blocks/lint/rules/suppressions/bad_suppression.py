"""NB901 bad-suppression: a comment that is meant for the linter, and cannot be read."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.suppressions.suppression_rule import SuppressionRule


class BadSuppression(SuppressionRule):
    """A comment that is meant for the linter, and cannot be read."""

    code = Code.BAD_SUPPRESSION
    name = "bad-suppression"
    summary = "A comment that is to ignore findings does not say which."
    why = "It ignores nothing. One that ignored everything would hide mistakes that are made later."
    remedy = "Write `# neops: ignore[CODE] reason`, or `# neops: ignore-file[CODE] reason`."
    fixable = Fixable.UNSAFE
    bad = "- set: steps.show.output  # neops: ignore"
    good = "- set: steps.show.output  # neops: ignore[NB509] meant as text"
