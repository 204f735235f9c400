"""Any mixture of faults in good blocks is mended, and nothing else changes. Small in CI, large by make soak."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neops_blocks.lint import Configuration, Project, lint_source
from neops_blocks.lint.fixer import fix
from neops_blocks.source import load

LONG = bool(os.environ.get("NEOPS_SOAK"))
pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600 if LONG else 60)]
GOOD = [path.read_text() for path in sorted((Path(__file__).parents[1] / "fixtures" / "good").glob("*.yaml"))]


def _misspelt(match):
    word = match.group()
    return f"{word[:-2]}{word[-1]}{word[-2]}"


FAULTS = {
    "no quotes": (re.compile(r'"(\{\{[^"\n]*\}\})"'), r"\1"),
    "a key": (re.compile(r"\b(?:timeout|retry|when|fan_out|parameters|message|value|platforms)(?=:)"), _misspelt),
    "a parameter": (re.compile(r"(?<=params\.)\w{3,}"), _misspelt),
    "a step": (re.compile(r"(?<=steps\.)\w{3,}"), _misspelt),
    "a filter": (re.compile(r"(?<= \| )\w{4,}"), _misspelt),
    "a kind": (re.compile(r"\b(?:command|set|assert)(?=: )"), _misspelt),
    "a tag": (re.compile(r"(?<=command: )(?=\w)"), "! "),
    "braces": (re.compile(r"(?<=when: )([^\"'\n{}#]+)$", re.MULTILINE), r'"{{ \1 }}"'),
    "a comment for nothing": (re.compile(r"(?<=\w)$", re.MULTILINE), "  # neops: ignore[NB999, NB304] why"),
    "a comment": (re.compile(r"^([^#\n]*\w)$", re.MULTILINE), r"\1  # kept"),
    "an empty line": (re.compile(r"^", re.MULTILINE), "\n"),
}  # fmt: skip
ENDS = ["\n", "\r\n"]

faults = st.lists(st.tuples(st.sampled_from(sorted(FAULTS)), st.integers(0, 200)), min_size=1, max_size=6)


def spoilt(text, wanted):
    """The text with faults of those kinds, each at one of the places where it can be."""
    for kind, number in wanted:
        pattern, wrong = FAULTS[kind]
        places = list(pattern.finditer(text))
        if places:
            match = places[number % len(places)]
            new = wrong(match) if callable(wrong) else match.expand(wrong)
            text = text[: match.start()] + new + text[match.end() :]
    return text


def _lint(source):
    """With a byte order mark, which would go otherwise."""
    return lint_source(source, Project(Path(), Configuration(ignore=("NB116",))))


def mended(text):
    return fix(load(text, "x.block.yaml"), _lint, unsafe=True)


@settings(
    max_examples=20_000 if LONG else 150,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)
@given(
    text=st.sampled_from(GOOD),
    wanted=faults,
    end=st.sampled_from(ENDS),
    start=st.sampled_from(["", "\ufeff"]),
    closed=st.booleans(),
)
def test_any_mixture_of_faults_is_mended(text, wanted, end, start, closed):
    before = start + spoilt(text, wanted).replace("\n", end)
    before = before if closed else before.rstrip()
    done = mended(before)
    after = done.linted.text
    assert done.wrong == ()
    assert not mended(after).changed
    if all(found.code != "NB101" for found in done.linted.findings):
        assert [str(found) for found in done.linted.findings if found.fix is not None] == []
    assert after.lstrip("\ufeff") == after or before.startswith("\ufeff")
    assert after.count("# kept") == before.count("# kept")
    assert ("\n" in after.replace("\r\n", "")) == ("\n" in before.replace("\r\n", ""))
    _only_the_lines_concerned(before, done)


def _only_the_lines_concerned(before, done):
    """As many lines differ as edits can be in; none goes but with its comment for the linter."""
    old, new = before.split("\n"), done.linted.text.split("\n")
    edits = {edit for found in done.linted.fixed for edit in found.fix.edits}
    differ = 0
    for tag, first, last, at, to in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "delete":
            assert all("neops:" in line for line in old[first:last])
        elif tag != "equal":
            differ += max(last - first, to - at)
    assert differ <= sum(
        max(edit.span.end.line - edit.span.start.line, edit.text.count("\n")) + 1 for edit in edits
    )
