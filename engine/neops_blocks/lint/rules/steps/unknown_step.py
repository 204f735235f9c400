"""NB401 unknown-step: a step that does not exist."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.name_rule import NameRule


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
