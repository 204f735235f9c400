"""Where things are defined, and where they are used."""

from __future__ import annotations

import pytest

from neops_blocks.lint import lint
from neops_blocks.lsp.buffer import Buffer
from neops_blocks.lsp.definition import InFile, definition
from neops_blocks.lsp.uses import CannotRenameError, renamed, symbol_at, uses_of

DEFINED = [
    ("  - set: '{{ steps.sh‸ow.output }}'", (10, "show")),
    ("  - set: '{{ steps.sh‸ow.output | length + }}'", (10, "show")),
    ("    when: params.vl‸an", (7, "vlan")),
    ("    when: params.site.co‸de", (8, "code")),
    ("    when: par‸ams.vlan", (6, "parameters")),
    ("    when: 'ste‸ps.a'", (9, "steps")),
    ("  - loop: {over: [1], as: port}\n    set: '{{ po‸rt }}'", (14, "port")),
    ("  - loop: [1]\n    set: '{{ it‸em }}'", (14, "loop")),
]


@pytest.mark.parametrize(("text", "where"), DEFINED)
def test_where_a_name_is_defined(text, where, marked):
    buffer, offset = marked(text)
    span = definition(buffer, offset)
    assert (span.start.line, buffer.text[span.start.offset : span.end.offset]) == where


def test_a_definition_is_its_own(marked):
    for text, head, where in (
        ("  - {id: ag‸ain, set: 1}", {}, (14, "again")),
        ("parameters:\n  vl‸an: integer", {"head": "schema: function-block/v1\n"}, (3, "vlan")),
    ):
        buffer, offset = marked(text, **head)
        span = definition(buffer, offset)
        assert (span.start.line, buffer.text[span.start.offset : span.end.offset]) == where


def test_the_reply_of_a_test(marked, tmp_path):
    (tmp_path / "replies").mkdir()
    reply = tmp_path / "replies" / "vlan.txt"
    reply.touch()
    text = "tests:\n  - name: a\n    replies: {sw1: {show vlan: {file: replies/vl‸an.txt}}}"
    assert definition(*marked(text)) == InFile(reply)
    assert definition(*marked(text.replace("replies/vl‸an", "replies/no‸thing"))) is None


@pytest.mark.parametrize(
    "text",
    [
        "    when: device.na‸me",
        "  - set: '{{ steps.nothing‸ }}'",
        "    na‸me: x",
        "  - set: '{{ 1 | le‸ngth }}'",
    ],
)
def test_what_is_defined_nowhere(text, marked):
    assert definition(*marked(text)) is None


def test_a_python_function_and_a_template(marked, python_file, tmp_path):
    assert definition(*marked("  - python: checks.py:class‸ify")) == InFile(python_file, 0, 4)
    assert definition(*marked("  - python: checks.py:miss‸ing")) == InFile(python_file)
    assert definition(*marked("  - python: nothing.py:f‸")) is None
    assert definition(*marked("  - python: ../checks.py:f‸")) is None
    template = tmp_path / "vlan.textfsm"
    template.write_text("Value A (.)\n")
    assert definition(*marked("  - command: a\n    parse: {textfsm: vlan‸.textfsm}")) == InFile(template)


BLOCK = """\
schema: function-block/v1
name: a
package: p
run_on: group
type: check
parameters:
  vlan: {type: integer, description: Number.}
steps:
  - id: show
    command: "show vlan {{ params.vlan }}"
    timeout: 10
  - id: again
    when: params['vlan'] > 1 and steps.show.ok
    set: >-
      {{ steps.show.output
         ~ steps["show"].output }}
  - id: all
    once: true
    set: "{{ succeeded.values() | map(attribute='steps.show.output') | list ~ 'show' }}"
result:
  message: "show {{ params.vlan }}"
tests:
  - name: t
    parameters: {vlan: 3}
"""


def uses(mark, name, more=()):
    text = BLOCK.replace(mark, f"{mark[: mark.index(name)]}‸{mark[mark.index(name) :]}", 1)
    buffer = Buffer("/nowhere/a.block.yaml", text.replace("‸", ""))
    return buffer, symbol_at(buffer, text.index("‸") + 1)


@pytest.mark.parametrize("mark", ["id: show", "steps.show.ok", "steps.show.output"])
def test_every_use_of_a_step(mark):
    buffer, symbol = uses(mark, "show")
    assert [span.start.line for span in uses_of(symbol)] == [13, 15, 16, 19]
    assert {buffer.text[span.start.offset : span.end.offset] for span in uses_of(symbol)} == {"show"}


@pytest.mark.parametrize("mark", ["  vlan:", "params.vlan", "params['vlan"])
def test_every_use_of_a_parameter(mark):
    _, symbol = uses(mark, "vlan")
    assert [span.start.line for span in uses_of(symbol)] == [10, 13, 21, 24]


@pytest.mark.parametrize(("mark", "name"), [("id: show", "show"), ("params.vlan", "vlan")])
def test_a_block_with_another_name_for_a_thing_lints_as_before(mark, name):
    buffer, symbol = uses(mark, name)
    text = buffer.text
    for span in sorted(renamed(buffer, symbol, "other"), reverse=True):
        text = text[: span.start.offset] + "other" + text[span.end.offset :]
    before, after = lint(buffer.text, buffer.file), lint(text, buffer.file)
    assert [str(found.code) for found in after] == [str(found.code) for found in before]
    back = Buffer(buffer.file, text)
    again = symbol_at(back, text.index("other") + 1)
    for span in sorted(renamed(back, again, name), reverse=True):
        text = text[: span.start.offset] + name + text[span.end.offset :]
    assert text == buffer.text


@pytest.mark.parametrize(
    ("change", "name", "why"),
    [
        (("", ""), "Bad-Name", "is not a name"),
        (("", ""), "again", "there is a step 'again' already"),
        (("timeout: 10", "timeuot: 10"), "other", "has errors"),
        (("timeout: 10", "timeout: '"), "other", "has errors"),
        (("steps.show.ok", "steps.show.ok and"), "other", "has errors"),
    ],
)
def test_what_cannot_be_renamed(change, name, why):
    buffer = Buffer("/nowhere/a.block.yaml", BLOCK.replace(*change) if change[0] else BLOCK)
    symbol = symbol_at(buffer, buffer.text.index("id: show") + 5)
    with pytest.raises(CannotRenameError, match=why):
        renamed(buffer, symbol, name)


def test_what_has_no_uses():
    buffer = Buffer("/nowhere/a.block.yaml", BLOCK)
    assert symbol_at(buffer, BLOCK.index("timeout")) is None
    assert symbol_at(buffer, BLOCK.index("show {{")) is None
    assert symbol_at(buffer, BLOCK.index("values()")) is None
