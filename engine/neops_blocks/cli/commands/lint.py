"""`neops-blocks lint`: what is wrong with blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from neops_blocks.cli.importing import importing
from neops_blocks.cli.lint_options import choice_options, fix_options
from neops_blocks.cli.options import FILE, format_option
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from neops_blocks.cli.lint_options import Choice, Fixing
    from neops_blocks.cli.linting import Linter
    from neops_blocks.lint import Linted
    from neops_blocks.source import Source

FORMATS = ("full", "concise", "json", "github", "sarif", "gitlab", "junit")


@click.command("lint")
@click.argument("paths", nargs=-1, type=FILE, required=True, metavar="PATH...")
@format_option(*FORMATS)
@click.option("--output", type=FILE, metavar="FILE", help="Write the report here, and a summary to stderr.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead (full, json).")
@fix_options
@choice_options
@click.option("--add-ignores", is_flag=True, help="Write comments that ignore the warnings there are now.")
@click.option("--stdin-filename", type=FILE, metavar="FILE", help="The name of what is read from -.")
@click.option("--show-settings", is_flag=True, help="Only show which settings count for the first PATH.")
def command(
    paths: tuple[Path, ...],
    form: str,
    output: Path | None,
    statistics: bool,
    fixing: Fixing,
    choice: Choice,
    add_ignores: bool,
    stdin_filename: Path | None,
    show_settings: bool,
) -> int:
    """Find what is wrong with the blocks in files and directories; - is standard input.

    With fixes, what was standard input is written to standard output, and the report to standard error.

    Settings stand in the nearest neops-blocks.toml, under [lint], or pyproject.toml, under
    [tool.neops-blocks.lint], above each file.

    Exit code: 0 clean, 1 findings at or above --fail-level, 2 wrong usage. With --fix those count that are
    left; with --diff it is 1 where anything would change.
    """
    with importing():
        from neops_blocks.cli import lint_output
        from neops_blocks.cli.fixing import fixed_files, show_differences
        from neops_blocks.cli.linting import STDIN, Linter, sources

    linter = Linter(choice)
    if show_settings:
        first = stdin_filename or paths[0]
        lint_output.show_settings(linter.project_of(first / "any" if first.is_dir() else first))
        return 0
    if add_ignores and STDIN in paths:
        raise Problem("--add-ignores writes to files, and standard input is none")
    if add_ignores and fixing:
        raise Problem("--add-ignores and fixes exclude each other", "fix first, then ignore what is left")
    found = linter.among(sources(paths, stdin_filename))
    if fixing.diff:
        return int(show_differences(linter, found, fixing))
    if fixing:
        files = fixed_files(linter, found, fixing, to_stdout=STDIN in paths)
    else:
        files = _with_ignores(linter, found) if add_ignores else [linter.lint(source) for source in found]
    lint_output.write(files, form, output, statistics=statistics, aside=bool(fixing) and STDIN in paths)
    return 1 if any(file.failing for file in files) else 0


def _with_ignores(linter: Linter, sources: Iterable[Source]) -> list[Linted]:
    done = [linter.add_ignores(source) for source in sources]
    changed = sum(count > 0 for _, count in done)
    click.echo(f"Ignored from now on: {sum(count for _, count in done)}, in files: {changed}.", err=True)
    return [file for file, _ in done]
