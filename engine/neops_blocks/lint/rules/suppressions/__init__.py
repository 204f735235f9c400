"""Rules about comments that ignore findings, which are read in neops_blocks.lint.suppressions."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.suppressions.bad_suppression import BadSuppression
from neops_blocks.lint.rules.suppressions.suppressed_error import SuppressedError
from neops_blocks.lint.rules.suppressions.unknown_suppression import UnknownSuppression
from neops_blocks.lint.rules.suppressions.unused_suppression import UnusedSuppression

RULES: tuple[Rule, ...] = (
    BadSuppression(),
    UnknownSuppression(),
    UnusedSuppression(),
    SuppressedError(),
)
