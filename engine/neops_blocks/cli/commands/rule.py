"""`neops-blocks rule`: what a rule of the linter finds, why, and what to do about it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from neops_blocks.cli.options import format_option
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.lint import Rule


@click.command("rule")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--all", "every", is_flag=True, help="Every rule.")
@format_option("text", "json", "markdown")
def command(codes: tuple[str, ...], every: bool, form: str) -> int:
    """Explain rules of the linter: CODE is NB304, the beginning of codes (NB3), or a name.

    JSON is one object for one code, else a list.
    """
    if every == bool(codes):
        raise Problem("give a CODE such as NB304, or --all")
    from neops_blocks.lint import RULES

    rules = RULES if every else _chosen(codes)
    if form == "json":
        click.echo(_json(rules, alone=len(rules) == len(codes) == 1))
    else:
        click.echo("\n\n".join(_explained(rule, form) for rule in rules), color=True)
    return 0


def _chosen(codes: Sequence[str]) -> list[Rule]:
    from neops_blocks.lint import RULES
    from neops_blocks.lint.selectors import codes_of, nearest

    for code in codes:
        if not codes_of(code):
            raise Problem(f"there is no rule {code!r}", nearest(code))
    chosen = frozenset[str]().union(*map(codes_of, codes))
    return [rule for rule in RULES if rule.code in chosen]


def _explained(rule: Rule, form: str) -> str:
    from neops_blocks.cli.terminal import Paint
    from neops_blocks.lint.explanations import as_markdown, as_text, facts

    if form == "markdown":
        return f"## {rule.code} {rule.name}\n\n{as_markdown(rule)}"
    paint = Paint(sys.stdout)
    head = f"{paint(f'{rule.code} {rule.name}', 'bold')} ({facts(rule)})"
    return f"{head}\n\n{as_text(rule)}"


def _json(rules: Sequence[Rule], *, alone: bool) -> str:
    import json

    from neops_blocks.lint.explanations import as_data

    data = [as_data(rule) for rule in rules]
    return json.dumps(data[0] if alone else data, indent=2, ensure_ascii=False)
