"""NB502 unknown-filter: a filter that does not exist."""

from neops_blocks.diagnostics import HABITUAL_FILTERS, Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.expressions.template_rule import TemplateRule


class UnknownFilter(TemplateRule):
    """A filter that does not exist."""

    code = Code.UNKNOWN_FILTER
    problem = "filter"
    habits = HABITUAL_FILTERS
    name = "unknown-filter"
    summary = "There is no such filter."
    why = "The expression would fail wherever the block runs."
    remedy = "Use a filter of Jinja, of netutils, or one with a name of Ansible; more can be installed."
    fixable = Fixable.UNSAFE
    bad = 'set: "{{ steps.show.parsed | lenght }}"'
    good = 'set: "{{ steps.show.parsed | length }}"'
