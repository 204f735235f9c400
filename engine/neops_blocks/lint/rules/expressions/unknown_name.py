"""NB504 unknown-name: a name that does not exist."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.name_rule import NameRule


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
