"""NB506 unknown-field: a field that the result of a step never has."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.name_rule import NameRule


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
