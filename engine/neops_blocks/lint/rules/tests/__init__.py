"""Rules about the tests that a block brings."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.tests.no_tests import NoTests
from neops_blocks.lint.rules.tests.unsent_reply import UnsentReply

RULES: tuple[Rule, ...] = (
    UnsentReply(),
    NoTests(),
)
