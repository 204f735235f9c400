"""The pages that codes link to."""

from __future__ import annotations

import pytest

from neops_blocks.lint.rules import RULES
from neops_blocks.lsp.pages import page_of


@pytest.fixture(autouse=True)
def caches(tmp_path, monkeypatch):
    """The user's directory for caches, and no page written yet."""
    page_of.cache_clear()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    yield tmp_path / "caches"
    page_of.cache_clear()


def test_every_rule_has_a_page_that_explains_it(caches):
    for rule in RULES:
        text = page_of(str(rule.code)).read_text(encoding="utf-8")
        assert text.startswith(f"# {rule.code} {rule.name}\n")
        assert all(part in text for part in (rule.summary, rule.why, rule.remedy, rule.bad, rule.good))
    assert len(list(caches.rglob("*"))) == len(RULES) + 2


def test_a_page_of_another_version_is_written_again():
    page = page_of("NB101")
    page.write_text("old")
    page_of.cache_clear()
    assert page_of("NB101").read_text().startswith("# NB101 ")


def test_what_has_no_rule_and_what_cannot_be_written_has_no_page(caches):
    assert page_of("NB999") is None
    caches.write_text("a file")
    assert page_of("NB101") is None
