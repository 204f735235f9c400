"""Finds what is wrong with blocks; its errors decide what is a valid block, for the compiler too.

A name is imported when it is first asked for: whoever only shows findings needs neither rules nor a model.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neops_blocks.lint.configuration import Configuration
    from neops_blocks.lint.errors import ConfigurationError
    from neops_blocks.lint.identifiers import first_places, identifiers_in
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
    "identifiers_in",
    "lint",
    "lint_source",
]

_HOMES = MappingProxyType(
    {
        "RULES": "rules",
        "Configuration": "configuration",
        "ConfigurationError": "errors",
        "Fixable": "rule",
        "Linted": "linted",
        "Project": "project",
        "Projects": "project",
        "Rule": "rule",
        "Suppressed": "suppressions",
        "check": "linter",
        "examine": "linter",
        "first_places": "identifiers",
        "identifiers_in": "identifiers",
        "lint": "linter",
        "lint_source": "linter",
    }
)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
