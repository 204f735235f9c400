"""Finds what is wrong with blocks; its errors decide what is a valid block, for the compiler too."""

from neops_blocks.lint.linter import check, examine, lint
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules import RULES

__all__ = ["RULES", "Rule", "check", "examine", "lint"]
