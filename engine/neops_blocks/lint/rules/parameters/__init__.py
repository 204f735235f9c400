"""Rules about parameters and their schemas."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.parameters.bad_default import BadDefault
from neops_blocks.lint.rules.parameters.bad_pattern import BadPattern
from neops_blocks.lint.rules.parameters.empty_range import EmptyRange
from neops_blocks.lint.rules.parameters.no_description import NoDescription
from neops_blocks.lint.rules.parameters.secret_default import SecretDefault
from neops_blocks.lint.rules.parameters.secret_unmarked import SecretUnmarked
from neops_blocks.lint.rules.parameters.unused_parameter import UnusedParameter

RULES: tuple[Rule, ...] = (
    BadDefault(),
    BadPattern(),
    EmptyRange(),
    UnusedParameter(),
    SecretUnmarked(),
    SecretDefault(),
    NoDescription(),
)
