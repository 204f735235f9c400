"""Names in expressions that mean nothing where they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class NameRule(Rule):
    """A rule about names; they are resolved once for all of these rules."""

    def check(self, subject: Subject) -> Iterator[Finding]:
        """The problems that carry the code of this rule."""
        for problem in subject.name_problems:
            if problem.code == self.code:
                yield self.finding(
                    problem.message, problem.span, problem.path, help=problem.help, fix=problem.fix
                )


class UnknownStep(NameRule):
    """A step that does not exist."""

    code = Code.UNKNOWN_STEP
    name = "unknown-step"
    summary = "There is no step with this id."
    why = "A step can be read by its `id` only, and no step has this one."
    remedy = "Correct the spelling, or give the step that you mean this id."
    fixable = Fixable.UNSAFE
    bad = '- {id: show, command: show version}\n- set: "{{ steps.shwo.output }}"'
    good = '- {id: show, command: show version}\n- set: "{{ steps.show.output }}"'


class LaterStep(NameRule):
    """A step that has not run yet."""

    code = Code.LATER_STEP
    name = "later-step"
    summary = "The step has not run yet at this point."
    why = "Steps run in the order written, so it has no result here."
    remedy = "Move one of the two. In `until`, a step reads its own result as `this`."
    bad = '- set: "{{ steps.show.output }}"\n- {id: show, command: show version}'
    good = '- {id: show, command: show version}\n- set: "{{ steps.show.output }}"'


class UnknownName(NameRule):
    """A name that does not exist."""

    code = Code.UNKNOWN_NAME
    name = "unknown-name"
    summary = "Expressions have no such name."
    why = "Only params, device, steps and the other names of the language are in scope."
    remedy = "Say where the value is: `params.x`, `steps.<id>.value`, `device.x`."
    fixable = Fixable.UNSAFE
    bad = 'command: "show interface {{ port }}"'
    good = 'command: "show interface {{ params.port }}"'


class UnknownParameter(NameRule):
    """A parameter that is not declared."""

    code = Code.UNKNOWN_PARAMETER
    name = "unknown-parameter"
    summary = "The block declares no such parameter."
    why = "Nobody could give it a value."
    remedy = "Declare it under `parameters`, or correct the spelling."
    fixable = Fixable.UNSAFE
    bad = 'parameters: {vlan: integer}\nsteps:\n  - command: "show vlan id {{ params.vlna }}"'
    good = 'parameters: {vlan: integer}\nsteps:\n  - command: "show vlan id {{ params.vlan }}"'


class UnknownField(NameRule):
    """A field that the result of a step never has."""

    code = Code.UNKNOWN_FIELD
    name = "unknown-field"
    summary = "The result of this kind of step has no such field."
    why = "Every result has ok, skipped, error, attempts, elapsed, and the fields of its kind, nothing else."
    remedy = "Read one of the fields that it has."
    fixable = Fixable.UNSAFE
    bad = '- {id: show, command: show version}\n- set: "{{ steps.show.value }}"'
    good = '- {id: show, command: show version}\n- set: "{{ steps.show.output }}"'


class OutOfScope(NameRule):
    """A name that is known elsewhere."""

    code = Code.OUT_OF_SCOPE
    name = "out-of-scope"
    summary = "The name is known elsewhere, but not here."
    why = (
        "Steps see their device; `once` steps and the result see the block as a whole, and after a cut "
        "every device under hosts, succeeded, failed and skipped."
    )
    remedy = "Read it where it is known, or use a name that is known here."
    bad = 'result: {message: "version of {{ device.hostname }}"}'
    good = 'result: {message: "{{ hosts | length }} devices"}'
