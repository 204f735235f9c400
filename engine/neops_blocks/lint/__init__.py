"""Finds what is wrong with blocks; its errors decide what is a valid block, for the compiler too."""

from neops_blocks.lint.configuration import Configuration
from neops_blocks.lint.errors import ConfigurationError
from neops_blocks.lint.identifiers import first_places
from neops_blocks.lint.linted import Linted
from neops_blocks.lint.linter import check, examine, lint, lint_source
from neops_blocks.lint.project import Project, Projects
from neops_blocks.lint.rule import Fixable, Rule
from neops_blocks.lint.rules import RULES
from neops_blocks.lint.suppressions import Suppressed

__all__ = [
    "RULES",
    "Configuration",
    "ConfigurationError",
    "Fixable",
    "Linted",
    "Project",
    "Projects",
    "Rule",
    "Suppressed",
    "check",
    "examine",
    "first_places",
    "lint",
    "lint_source",
]
