"""Thousands of fixes in one file take seconds, not minutes."""

from __future__ import annotations

import time

import pytest

from neops_blocks.lint import lint_source
from neops_blocks.lint.fixer import fix
from neops_blocks.source import load

HEAD = "schema: function-block/v1\nname: large\npackage: fb.example.com\nrun_on: group\ntype: check\nsteps:\n"
LARGE = {
    "thousands of places": '  - set: "{{ 1 | lenght }}"\n' * 2000,
    "thousands at one place": "".join(
        f"  - command: show {{{{ params.a{number} }}}}\n" for number in range(1500)
    ),
}


@pytest.mark.parametrize("case", LARGE)
def test_a_large_file_is_mended_in_few_rounds(case):
    began = time.process_time()
    done = fix(load(HEAD + LARGE[case], "x.block.yaml"), lint_source, unsafe=True)
    assert time.process_time() - began < 20
    assert done.changed
    assert done.wrong == ()
