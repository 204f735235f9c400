"""NB402 later-step: a step that has not run yet."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.name_rule import NameRule


class LaterStep(NameRule):
    """A step that has not run yet."""

    code = Code.LATER_STEP
    name = "later-step"
    summary = "The step has not run yet at this point."
    why = "Steps run in the order written, so it has no result here."
    remedy = "Move one of the two. In `until`, a step reads its own result as `this`."
    bad = '- set: "{{ steps.show.output }}"\n- {id: show, command: show version}'
    good = '- {id: show, command: show version}\n- set: "{{ steps.show.output }}"'
