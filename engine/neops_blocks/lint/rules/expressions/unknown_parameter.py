"""NB505 unknown-parameter: a parameter that is not declared."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.name_rule import NameRule


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
