"""Rules about the result of a block."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.results.always_green import AlwaysGreen
from neops_blocks.lint.rules.results.no_result_type import NoResultType
from neops_blocks.lint.rules.results.reserved_result import ReservedResult
from neops_blocks.lint.rules.results.result_type import ResultType

RULES: tuple[Rule, ...] = (
    ReservedResult(),
    ResultType(),
    NoResultType(),
    AlwaysGreen(),
)
