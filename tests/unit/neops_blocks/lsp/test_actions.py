"""What can be done about findings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from neops_blocks.lint import lint, lint_source
from neops_blocks.lsp.actions import difference, everything_fixed, quick_fixes

UNUSED = """\
schema: function-block/v1
name: a
package: p
run_on: group
type: check
parameters:
  vlan: {type: integer, description: Number.}
steps:
  - command: {{ x }}
    timeout: 3
  - when: "{{ params }}"
    set: 1
"""


def done(buffer, action):
    text = buffer.text
    for start, end, new in sorted(action.changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def actions_at(buffer, offset):
    return quick_fixes(buffer, lint(buffer.text, buffer.file), offset, offset)


def test_the_fix_of_a_finding(marked):
    buffer, offset = marked("  - set: {{ par‸ams.vlan }}")
    (action,) = actions_at(buffer, offset)
    assert (action.title, action.preferred) == ("Quote the template", True)
    assert [str(finding.code) for finding in action.findings] == ["NB102"]
    assert done(buffer, action).endswith('  - set: "{{ params.vlan }}"')


def test_an_unsafe_fix_says_so_and_is_not_the_obvious_one(marked):
    buffer, offset = marked("    tim‸eot: 3")
    (action,) = actions_at(buffer, offset)
    assert action.title.endswith("(may change what the block does)")
    assert not action.preferred
    assert done(buffer, action).endswith("    timeout: 3")


def test_a_warning_can_be_ignored_where_it_is(marked):
    text = UNUSED.replace("{{ x }}", "show").replace('"{{ params }}"', "true").replace("vlan:", "vl‸an:")
    buffer, offset = marked(text, head="")
    (action,) = [one for one in actions_at(buffer, offset) if one.title == "Ignore NB304 here"]
    after = done(buffer, action)
    assert "  vlan: {type: integer, description: Number.}  # neops: ignore[NB304]\n" in after
    assert "NB304" not in {str(finding.code) for finding in lint(after, buffer.file)}


def test_an_error_cannot_be_ignored(marked):
    assert [one.title for one in actions_at(*marked("  - id: sh‸ow\n    set: 1"))] == []


def test_all_safe_fixes_at_once(marked):
    buffer, _ = marked(f"{UNUSED}‸", head="")
    action = everything_fixed(buffer, lint_source)
    after = done(buffer, action)
    assert 'command: "{{ x }}"' in after
    assert 'when: "params"\n' in after


def test_nothing_to_fix(marked):
    buffer, offset = marked("‸")
    assert everything_fixed(buffer, lint_source) is None
    assert actions_at(buffer, offset) == []


@given(st.text("ab\n", max_size=12), st.text("ab\n", max_size=12))
def test_a_difference_makes_one_text_the_other(before, after):
    change = difference(before, after)
    if before == after:
        assert change is None
    else:
        start, end, text = change
        assert before[:start] + text + before[end:] == after
