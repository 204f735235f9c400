"""The table of rules."""

from __future__ import annotations

from neops_blocks.diagnostics import Code
from neops_blocks.lint import RULES


def test_every_code_has_exactly_one_rule():
    assert [rule.code for rule in RULES] == list(Code)


def test_codes_and_names_are_unique():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert len({rule.summary for rule in RULES}) == len(RULES)


def test_every_rule_explains_itself():
    for rule in RULES:
        for text in (rule.summary, rule.why, rule.remedy):
            assert text.endswith("."), rule.code
        assert rule.bad != rule.good
