"""Templates that do not compile."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from neops_blocks.diagnostics import Code, Fix
from neops_blocks.lint.rule import Fixable, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class TemplateRule(Rule):
    """A rule about one kind of problem that the analysis of a template finds."""

    problem: ClassVar[str]

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Every such problem in every template."""
        for template in subject.templates:
            for found in template.analysis.problems:
                if found.kind == self.problem:
                    span = template.span(found.start, found.end)
                    near = tuple(found.suggestions)
                    help_ = f"did you mean {' or '.join(map(repr, near[:3]))}?" if near else None
                    fix = Fix.guess(span, near[0] if near and span.start < span.end else None)
                    yield self.finding(found.message, span, template.path, help=help_, fix=fix)


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


class UnknownFilter(TemplateRule):
    """A filter that does not exist."""

    code = Code.UNKNOWN_FILTER
    problem = "filter"
    name = "unknown-filter"
    summary = "There is no such filter."
    why = "The expression would fail wherever the block runs."
    remedy = "Use a filter of Jinja, of netutils, or one with a name of Ansible; more can be installed."
    fixable = Fixable.UNSAFE
    bad = 'set: "{{ steps.show.parsed | lenght }}"'
    good = 'set: "{{ steps.show.parsed | length }}"'


class UnknownTest(TemplateRule):
    """A test that does not exist."""

    code = Code.UNKNOWN_TEST
    problem = "test"
    name = "unknown-test"
    summary = "There is no such test."
    why = "The expression would fail wherever the block runs."
    remedy = "Use a test of Jinja, or one with a name of Ansible; a test stands after `is`."
    fixable = Fixable.UNSAFE
    bad = "when: params.vlan is defind"
    good = "when: params.vlan is defined"
