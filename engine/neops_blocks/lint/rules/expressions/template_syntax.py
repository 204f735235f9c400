"""NB501 template-syntax: a template with a syntax error."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.expressions.template_rule import TemplateRule


class TemplateSyntax(TemplateRule):
    """A template with a syntax error."""

    code = Code.TEMPLATE_SYNTAX
    problem = "syntax"
    name = "template-syntax"
    summary = "The template is not valid."
    why = "It would fail wherever the block runs."
    remedy = (
        "Correct it: expressions are Jinja2; `when`, `until`, `that`, `where` and `success` take one "
        "without braces."
    )
    bad = "when: params.vlan ==="
    good = "when: params.vlan == 10"
