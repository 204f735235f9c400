"""Any mixture of faults in good blocks is mended, and nothing else changes. Small in CI, large by make soak."""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.fix_oracles import comments, data, leaves, lines_changed, meaning, only_lines_concerned_differ
from lab.messy_blocks import PARAMETERS, STEPS, messy_block
from lab.planted_faults import FAULTS, Line, plant
from neops_blocks.diagnostics import Severity
from neops_blocks.lint import lint_source
from neops_blocks.lint.fixer import fix
from neops_blocks.lint.linter import examine
from neops_blocks.source import load

LONG = bool(os.environ.get("NEOPS_SOAK"))
pytestmark = [pytest.mark.soak, pytest.mark.timeout(7200 if LONG else 60)]
BESIDE = Path(__file__).parents[1] / "fixtures" / "good"
_BEGINS = re.compile(r"[ ]*(?:- |[\w\"]+:)")
_ODD_ENDS = re.compile("[\r\x85\u2028\u2029]")
BETWEEN = ["---\n", "--- # another\n", "...\n---\n"]
soak = settings(
    max_examples=20_000 if LONG else 60,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)


@functools.cache
def _good_texts() -> list[str]:
    """The good fixtures that PyYAML reads as we do, with plain ends of lines."""
    texts = [path.read_bytes().decode() for path in sorted(BESIDE.glob("*.yaml"))]
    return [text for text in texts if _is_plain(text)]


@pytest.fixture(autouse=True, scope="module")
def good_texts_are_read() -> None:
    """Before the first example, because no example may find another state than the next."""
    _good_texts()


def _is_plain(text: str) -> bool:
    try:
        data(text)
    except (yaml.YAMLError, TypeError):
        return False
    return _ODD_ENDS.search(text) is None and not mended(text, unsafe=True).linted.findings


class Spoilt(NamedTuple):
    """A good text, and what was made of it: the lines with their faults, their end, and all of the text."""

    good: str
    lines: list[Line]
    end: str
    text: str

    def __repr__(self) -> str:
        return f"{self.text!r}, with {[line.faults for line in self.lines if line.faults]}"

    @property
    def valid(self) -> bool:
        """Whether its blocks can run as they are."""
        return all(FAULTS[name].valid for line in self.lines for name in line.faults)

    def readable(self, *, unsafe: bool) -> bool:
        """Whether it is YAML after the fixes."""
        names = {name for line in self.lines for name in line.faults}
        return unsafe or all(FAULTS[name].safe for name in names if name.startswith("NB101"))


def _messy(pieces: list[tuple[int, list[int]]], between: str) -> str:
    return between.join(messy_block(at, *parts) for at, parts in enumerate(pieces))


messy = st.builds(
    _messy,
    st.lists(
        st.tuples(
            st.integers(0, len(PARAMETERS) - 1),
            st.lists(st.integers(0, len(STEPS) - 1), min_size=1, max_size=4),
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(BETWEEN),
)
places = st.integers(0, 10_000)


@st.composite
def spoilt(draw: Any) -> Spoilt:
    """Good blocks with more comments and empty lines, and then with faults, saved in one way or another."""
    lines = [
        Line(line) for line in draw(st.one_of(messy, st.sampled_from(_good_texts()))).rstrip("\n").split("\n")
    ]
    for number, at in enumerate(draw(st.lists(places, max_size=4))):
        lines = _with_comment(lines, at, f"# kept {number}")
    for at in draw(st.lists(places, max_size=2)):
        lines.insert(at % len(lines), Line(""))
    good = "\n".join(line.text for line in lines) + "\n"
    for name, at in draw(
        st.lists(st.tuples(st.sampled_from(sorted(FAULTS)), places), min_size=1, max_size=8)
    ):
        lines = plant(lines, name, at)
    end = draw(st.sampled_from(["\n", "\r\n"]))
    start, last = draw(st.sampled_from(["", "", "\ufeff"])), draw(st.sampled_from([end, end, ""]))
    return Spoilt(good, lines, end, start + end.join(line.text for line in lines) + last)


def _with_comment(lines: list[Line], number: int, comment: str) -> list[Line]:
    """Behind a line, or on one of its own, wherever a comment can be."""
    at = number % len(lines)
    text = lines[at].text
    if number % 3 and _BEGINS.match(text):
        indent = text[: len(text) - len(text.lstrip())]
        return [*lines[:at], Line(f"{indent}{comment}"), *lines[at:]]
    return [*lines[:at], Line(f"{text}  {comment}"), *lines[at + 1 :]] if text.endswith("}") else lines


def mended(text: str, *, unsafe: bool) -> Any:
    return fix(load(text, str(BESIDE / "x.block.yaml")), lint_source, unsafe=unsafe)


@soak
@given(before=spoilt(), unsafe=st.booleans())
def test_any_mixture_of_faults_is_mended(before, unsafe):
    done = mended(before.text, unsafe=unsafe)
    after = done.linted.text
    assert done.wrong == ()
    again = mended(after, unsafe=unsafe)
    assert (again.changed, again.linted.text) == (False, after)
    assert after.endswith("\n") == before.text.endswith("\n")
    assert only_lines_concerned_differ(before.lines, after, unsafe=unsafe, end=before.end)
    if not before.readable(unsafe=unsafe):
        return
    assert leaves(after)
    left = [found for found in done.linted.findings if found.fix is not None and (unsafe or found.fix.safe)]
    assert [str(found) for found in left] == []
    assert not after.startswith("\ufeff")


@soak
@given(before=spoilt(), unsafe=st.booleans())
def test_no_comment_and_no_other_value_changes(before, unsafe):
    if not before.readable(unsafe=unsafe):
        return
    after = mended(before.text, unsafe=unsafe).linted.text
    left = iter(comments(after))
    plain = [comment for comment in comments(before.good) if "neops: ignore[" not in comment]
    assert [comment for comment in plain if not any(one.startswith(comment) for one in left)] == []
    changed = lines_changed(before.lines)
    now = leaves(after)
    for path, leaf in leaves(before.good).items():
        if not any(changed[at] for at in leaf.lines if at < len(changed)):
            assert path in now, path
            assert now[path][:3] == leaf[:3]


@soak
@given(before=spoilt())
def test_safe_fixes_do_not_change_what_a_block_does(before):
    blocks = _blocks(before.text) if before.valid else None
    if blocks is not None:
        after = mended(before.text, unsafe=False).linted.text
        assert data(after) == data(before.text)
        assert _blocks(after) == blocks


def _blocks(text: str) -> list[Any] | None:
    """The blocks of a text as they are compiled; None where one of them is not valid."""
    documents, findings = examine(load(text, str(BESIDE / "x.block.yaml")))
    if any(found.severity is Severity.ERROR for found in findings):
        return None
    return [meaning(document.block.model_dump()) for document in documents]
