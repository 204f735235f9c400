"""What `lint` prints and writes."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from neops_blocks.cli.problems import Problem
from neops_blocks.cli.terminal import wants_color
from neops_blocks.lint.formatters import formatter
from neops_blocks.lint.formatters.footer import footer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.lint import Linted, Project


def report(files: Sequence[Linted], form: str, *, statistics: bool, color: bool) -> str:
    """The report of what was found. Raises Problem: there are no statistics in that format."""
    if not statistics:
        return formatter(form)(files, root=_repository(), color=color)
    from neops_blocks.lint.formatters.statistics import document, table

    if form not in ("full", "json"):
        raise Problem(f"there are no statistics in the format {form}", "take full or json")
    return document(files) if form == "json" else table(files, color=color)


def write(
    files: Sequence[Linted], form: str, output: Path | None, *, statistics: bool, aside: bool = False
) -> None:
    """Print the report, or write it into a file and print a summary to standard error.

    `aside`: standard output is taken, so print it to standard error.

    Raises:
        OSError: the file cannot be written.
    """
    color = output is None and wants_color(sys.stderr if aside else sys.stdout)
    text = report(files, form, statistics=statistics, color=color)
    if output is None:
        click.echo(text.rstrip("\n"), err=aside, color=True)
    else:
        output.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        click.echo(footer(files), err=True)
    _tell_of_hidden(files)


def _repository() -> Path:
    """The root of the working copy that the command runs in; else the working directory."""
    here = Path.cwd()
    return next((place for place in (here, *here.parents) if (place / ".git").exists()), here)


def _tell_of_hidden(files: Sequence[Linted]) -> None:
    """Errors are not left out in silence: blocks do not run with them."""
    codes = Counter(str(finding.code) for file in files for finding in file.hidden)
    if codes:
        count = codes.total()
        errors = f"{count} error{'' if count == 1 else 's'}"
        names = ", ".join(sorted(codes))
        click.echo(f"neops-blocks: {errors} not shown ({names}); a block with errors does not run", err=True)


def show_settings(project: Project) -> None:
    """Print which settings count for a file, and where they stand."""
    from neops_blocks.lint import RULES

    settings = project.configuration
    rows = {
        "read in": project.file or "nothing; these are the defaults and what the command line says",
        "select": ", ".join(settings.select),
        "extend-select": ", ".join(settings.extend_select) or "none",
        "ignore": ", ".join(settings.ignore) or "none",
        "per-file-ignores": "; ".join(
            f"{pattern}: {', '.join(codes)}" for pattern, codes in settings.per_file_ignores.items()
        )
        or "none",
        "preview": str(settings.preview).lower(),
        "fail-level": settings.fail_level,
        "rules": f"{len(settings.enabled)} of {len(RULES)}",
    }
    width = max(map(len, rows))
    for name, value in rows.items():
        click.echo(f"{name:<{width}}  {value}")
