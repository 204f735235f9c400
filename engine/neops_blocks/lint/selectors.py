"""Selectors: texts that choose rules, by code, by the beginning of codes, by name, or all of them."""

from __future__ import annotations

import functools

from neops_blocks.diagnostics import did_you_mean
from neops_blocks.lint.rules import RULES

ALL = "ALL"
_NAMED = 100
"""How specific a name is; more than any beginning of a code."""


@functools.cache
def codes_of(selector: str) -> frozenset[str]:
    """The codes of the rules that a selector chooses; none where it fits no rule. Case does not matter."""
    wanted = selector.strip()
    if wanted.upper() == ALL:
        return frozenset(rule.code for rule in RULES)
    named = frozenset(rule.code for rule in RULES if rule.name == wanted.lower())
    return named or frozenset(rule.code for rule in RULES if wanted and rule.code.startswith(wanted.upper()))


@functools.cache
def weight(selector: str) -> int:
    """How specific a selector is: NB304 more than NB3, NB3 more than ALL; a name is as good as its code."""
    wanted = selector.strip()
    if wanted.upper() == ALL:
        return 0
    exact = any(wanted.upper() == rule.code or wanted.lower() == rule.name for rule in RULES)
    return _NAMED if exact else len(wanted)


def nearest(selector: str) -> str:
    """What may have been meant by a selector that fits no rule."""
    known = [rule.name if "-" in selector else str(rule.code) for rule in RULES]
    return did_you_mean(selector, known, what="rules")
