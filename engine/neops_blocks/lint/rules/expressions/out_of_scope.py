"""NB507 out-of-scope: a name that is known elsewhere."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.name_rule import NameRule


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
