"""The parts of a file."""

from __future__ import annotations

from neops_blocks.lsp.buffer import Buffer
from neops_blocks.lsp.outline import outline

TEXT = """\
schema: function-block/v1
name: one
package: fb.example.com
parameters: {vlan: integer, names: {type: array}}
steps:
  - id: show
    command: show vlan
  - set: "{{ 1 }}"
  - name: look at it
    assert: [{that: true}]
result:
  data:
    total: {type: integer, value: 1}
---
schema: function-block/v1
steps: [{set: 2}, x]
---
hosts: all
"""


def tree(entries):
    return [(entry.name, entry.kind, entry.detail, tree(entry.inner)) for entry in entries]


def test_blocks_with_parameters_steps_and_results():
    one, two, three = tree(outline(Buffer("a.block.yaml", TEXT)))
    assert one == (
        "one",
        "block",
        "fb.example.com",
        [
            (
                "parameters",
                "section",
                "",
                [("vlan", "parameter", "integer", []), ("names", "parameter", "array", [])],
            ),
            (
                "steps",
                "section",
                "",
                [
                    ("show", "step", "command show vlan", []),
                    ("set {{ 1 }}", "step", "", []),
                    ("look at it", "step", "assert", []),
                ],
            ),
            ("result", "section", "", [("total", "field", "integer", [])]),
        ],
    )
    assert two == (
        "block",
        "block",
        "",
        [("steps", "section", "", [("set 2", "step", "", []), ("step", "step", "", [])])],
    )
    assert three == ("block", "block", "", [])


def check(entry, outer):
    assert outer[0] <= entry.span[0] <= entry.selected[0] <= entry.selected[1] <= entry.span[1] <= outer[1]
    for inner in entry.inner:
        check(inner, entry.span)


def test_parts_lie_inside_each_other():
    aliases = TEXT.replace("- set:", "- &a\n    set:").replace(
        "steps: [{set: 2}, x]", "steps: &b [{set: 2}]\nresult: *b"
    )
    for text in (TEXT, aliases, TEXT[:200], TEXT.replace("show vlan", "'show vlan")):
        for entry in outline(Buffer("a.block.yaml", text)):
            check(entry, (0, len(text)))
