"""NB205 step-kind: a step that does nothing, or two things."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class StepKind(Rule):
    """A step that does nothing, or two things."""

    code = Code.STEP_KIND
    name = "step-kind"
    summary = "A step has exactly one key that says what it does."
    why = "Without a kind the step does nothing, and two kinds have no order."
    remedy = "Give it one kind; make two steps of two kinds."
    fixable = Fixable.UNSAFE
    bad = "- command: show version\n  set: 1"
    good = "- command: show version\n- set: 1"
