"""Texts with a mark for the cursor."""

from __future__ import annotations

import pytest

from neops_blocks.lsp.buffer import Buffer

MARK = "‸"
HEAD = """\
schema: function-block/v1
name: noisy
package: fb.example.com
run_on: group
type: check
parameters:
  vlan: {type: integer, minimum: 1, description: The number of the VLAN.}
  site: {type: object, properties: {code: {type: string}}}
steps:
  - id: show
    name: read it
    command: show vlan
    parse: {regex: '(?P<state>up|down)'}
"""


@pytest.fixture
def marked(tmp_path):
    """marked("text‸") -> the buffer and the offset of the mark; `head` puts a block before it."""

    def make(text, head=HEAD, name="noisy.block.yaml"):
        text = head + text
        assert text.count(MARK) == 1
        return Buffer(str(tmp_path / name), text.replace(MARK, "")), text.index(MARK)

    return make


@pytest.fixture
def python_file(tmp_path):
    file = tmp_path / "checks.py"
    file.write_text(
        'def classify(names, *, limit: int = 3) -> list[str]:\n    """Sort names."""\n\n\nx = 1\n'
    )
    return file
