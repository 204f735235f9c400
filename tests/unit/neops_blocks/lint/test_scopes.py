"""What an expression may read, by where it stands."""

from __future__ import annotations

from neops_blocks.lint.scopes import Scopes
from neops_blocks.model import TemplateUse, parse_partly
from neops_blocks.source import load
from neops_blocks.steps import KINDS

TEXT = """\
schema: function-block/v1
name: x
package: p
run_on: group
type: none
steps:
  - {id: a, command: x}
  - {set: 1}
  - {id: b, set: 2}
  - {id: c, once: true, set: 3}
  - {id: d, set: 4}
"""


def scopes_and_steps(text=TEXT):
    source = load(text, "x.block.yaml")
    document, _ = parse_partly(source.documents[0], source, KINDS)
    return Scopes(document), document.block.steps


def test_a_step_reads_those_before_it():
    scopes, steps = scopes_and_steps()
    scope = scopes.of_step(steps[2], TemplateUse(("set",), ""))
    assert dict(scope.steps) == {"a": steps[0]}
    assert dict(scope.unreadable) == {"b": "itself", "c": "later", "d": "later"}
    assert len(scope.unreadable) == 3


def test_what_is_seen_once_reads_no_device_steps():
    scopes, steps = scopes_and_steps()
    assert dict(scopes.result.steps) == {"c": steps[3]}
    assert set(scopes.result.unreadable) == {"a", "b", "d"}
    assert set(scopes.per_device.steps) == {"a", "b", "c", "d"}


def test_of_steps_with_one_id_the_last_before_counts():
    scopes, steps = scopes_and_steps(TEXT.replace("id: d", "id: a"))
    assert scopes.of_step(steps[2], TemplateUse(("set",), "")).steps["a"] is steps[0]
    assert scopes.per_device.steps["a"] is steps[4]
