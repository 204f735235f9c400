"""Whatever a text has become, its fixes end, mend what they are for and leave the rest. All of it by make soak."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.messy_blocks import PARAMETERS, STEPS, messy_block
from neops_blocks.diagnostics import Code
from neops_blocks.lint import lint_source
from neops_blocks.lint.fixer import fix
from neops_blocks.source import load

LONG = bool(os.environ.get("NEOPS_SOAK"))
pytestmark = [pytest.mark.soak, pytest.mark.timeout(7200 if LONG else 60)]
HERE = Path(__file__).parents[1] / "fixtures"
BLOCKS = [messy_block(0, number, [number, *range(len(STEPS))]) for number in range(len(PARAMETERS))]
PIECES = [
    "{{", "}}", "{{ params.vlan }}", "{%", ": ", ":", "- ", "-\t", "'", '"', "\n", "\r\n", "\r", "  ", " ", "[", "]", ", ", "{", "}", "#", " # x",
    "*a", "&a ", "!x ", "! ", "|", ">", "<<: ", "null", "no", "010", "12.10", "30s", "yes", "\t", "\n\t", "\t\t", "\x85", "\u2028", "\xa0", "\n\xa0\xa0",
    "\u200b", "\ufeff", "\x0b", "\u201c", "\u201d", "\u2019", "é", "?", "? ", "%", "@", "---\n", "steps", "params.", "device.nmae", "retyr", "timuot: ",
    "# neops: ignore[NB304, NB999]", "# neops: ingore[NB509]", "\n# neops: ignore[NB103] x\n", "10: x\n", "when: ",
]  # fmt: skip
STOPPING = {Code.SYNTAX, Code.TOO_DEEP, Code.TOO_MANY_ALIASES, Code.TOO_LARGE, Code.BAD_CHARACTER}

changes = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 6), st.sampled_from(["", *PIECES])), min_size=1, max_size=5
)


@settings(
    max_examples=20_000 if LONG else 60,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)
@given(text=st.sampled_from(BLOCKS), changed=changes, unsafe=st.booleans())
def test_fixes_of_any_text_end_and_are_right(text, changed, unsafe):
    for at, length, piece in changed:
        start = at % (len(text) + 1)
        text = text[:start] + piece + text[start + length :]
    done = fix(load(text, str(HERE / "x.block.yaml")), lint_source, unsafe=unsafe)
    assert done.wrong == ()
    again = fix(load(done.linted.text, str(HERE / "x.block.yaml")), lint_source, unsafe=unsafe)
    assert (again.changed, again.linted.text) == (False, done.linted.text)
    left = [found for found in done.linted.findings if found.fix and (unsafe or found.fix.safe)]
    if STOPPING.isdisjoint(found.code for found in done.linted.findings):
        assert [str(found) for found in left] == []
