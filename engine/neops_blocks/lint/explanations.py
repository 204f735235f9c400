"""A rule in words: for the terminal, for documentation and reports, for programs."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, Any

from neops_blocks.lint.rule import Fixable

if TYPE_CHECKING:
    from neops_blocks.lint.rule import Rule

_FIX = {
    Fixable.NO: "no fix",
    Fixable.SAFE: "can be fixed by --fix",
    Fixable.UNSAFE: "can be fixed by --unsafe-fixes",
}


def facts(rule: Rule) -> str:
    """What is to be known of a rule, in one line: severity, fix, since when."""
    preview = ", preview" if rule.preview else ""
    return f"{rule.severity}, {_FIX[rule.fixable]}, since {rule.since}{preview}"


def as_text(rule: Rule) -> str:
    """Paragraphs, the examples indented."""
    return "\n\n".join(
        [
            rule.summary,
            f"Why: {rule.why}",
            f"What to do: {rule.remedy}",
            f"Wrong:\n\n{indent(rule.bad, '    ')}",
            f"Right:\n\n{indent(rule.good, '    ')}",
        ]
    )


def as_markdown(rule: Rule) -> str:
    """The same, the examples in fences."""
    return "\n\n".join(
        [
            rule.summary,
            f"{rule.why} {rule.remedy}",
            f"Wrong:\n\n```text\n{rule.bad}\n```",
            f"Right:\n\n```text\n{rule.good}\n```",
        ]
    )


def as_data(rule: Rule) -> dict[str, Any]:
    """Everything that a rule says of itself."""
    return {
        "code": str(rule.code),
        "name": rule.name,
        "severity": str(rule.severity),
        "summary": rule.summary,
        "why": rule.why,
        "remedy": rule.remedy,
        "bad": rule.bad,
        "good": rule.good,
        "fixable": str(rule.fixable),
        "since": rule.since,
        "preview": rule.preview,
    }
