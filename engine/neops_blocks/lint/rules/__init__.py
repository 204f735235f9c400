"""The table of rules, in the order of their codes: one area after the other, each with a table of its own."""

from collections.abc import Mapping
from types import MappingProxyType

from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules import (
    expressions,
    parameters,
    project,
    python_steps,
    results,
    steps,
    structure,
    suppressions,
    tests,
    yaml,
)

RULES: tuple[Rule, ...] = (
    *yaml.RULES,
    *structure.RULES,
    *parameters.RULES,
    *steps.RULES,
    *expressions.RULES,
    *results.RULES,
    *python_steps.RULES,
    *project.RULES,
    *tests.RULES,
    *suppressions.RULES,
)

BY_CODE: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in RULES})

__all__ = ["BY_CODE", "RULES"]
