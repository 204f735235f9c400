"""NB503 unknown-test: a test that does not exist."""

from neops_blocks.diagnostics import HABITUAL_TESTS, Code
from neops_blocks.lint.rule import Fixable
from neops_blocks.lint.rules.expressions.template_rule import TemplateRule


class UnknownTest(TemplateRule):
    """A test that does not exist."""

    code = Code.UNKNOWN_TEST
    problem = "test"
    habits = HABITUAL_TESTS
    name = "unknown-test"
    summary = "There is no such test."
    why = "The expression would fail wherever the block runs."
    remedy = "Use a test of Jinja, or one with a name of Ansible; a test stands after `is`."
    fixable = Fixable.UNSAFE
    bad = "when: params.vlan is defind"
    good = "when: params.vlan is defined"
