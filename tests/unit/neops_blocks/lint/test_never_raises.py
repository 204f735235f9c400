"""Whatever the text is, lint answers with findings. Small in CI, thousands of texts by make soak."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neops_blocks.lint import lint, lint_source
from neops_blocks.lint.formatters import FORMATS, formatter
from neops_blocks.source import load

LONG = bool(os.environ.get("NEOPS_SOAK"))
pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600 if LONG else 60)]
GOOD = [path.read_text() for path in sorted((Path(__file__).parent / "fixtures" / "good").glob("*.yaml"))]
PIECES = ["{{", "}}", "{%", ": ", "- ", "'", '"', "\n", "  ", "[", "]", "*a", "&a ", "!x ", "|", ">", "<<: ", "null", "1e999", "\t", "é", "?", "%", "{}", "steps", "params.", ".loop", " # neops: ignore[NB5]", "# neops: ignore-file[", "#"]  # fmt: skip

mutations = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 12), st.sampled_from(["", *PIECES])),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=20_000 if LONG else 120,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)
@given(text=st.sampled_from(GOOD), changes=mutations)
def test_a_changed_block_never_raises(text, changes):
    for at, length, piece in changes:
        start = at % (len(text) + 1)
        text = text[:start] + piece + text[start + length :]
    file = lint_source(load(text, "x.block.yaml"))
    for name in FORMATS:
        formatter(name)([file], root=Path.cwd())
    for finding in file.findings:
        assert 0 <= finding.span.start.offset <= finding.span.end.offset <= len(text)


@settings(max_examples=5_000 if LONG else 60, deadline=None, derandomize=not LONG)
@given(st.text())
def test_any_text_never_raises(text):
    lint(text, "x.block.yaml")
