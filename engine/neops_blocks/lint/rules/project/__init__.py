"""Rules about blocks that get in each other's way."""

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.project.duplicate_block import DuplicateBlock

RULES: tuple[Rule, ...] = (DuplicateBlock(),)
