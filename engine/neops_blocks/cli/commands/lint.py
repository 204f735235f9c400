"""`neops-blocks lint`: what is wrong with blocks."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from neops_blocks.cli.importing import importing
from neops_blocks.cli.lint_options import choice_options, effort_options, fix_options
from neops_blocks.cli.options import FILE, format_option
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neops_blocks.cli.lint_options import Choice, Effort, Fixing

FORMATS = ("full", "concise", "json", "github", "sarif", "gitlab", "junit")


@click.command("lint")
@click.argument("paths", nargs=-1, type=FILE, metavar="[PATH]...")
@format_option(*FORMATS)
@click.option("--output", type=FILE, metavar="FILE", help="Write the report here, and a summary to stderr.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead (full, json).")
@fix_options
@choice_options
@effort_options
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
    effort: Effort,
    add_ignores: bool,
    stdin_filename: Path | None,
    show_settings: bool,
) -> int:
    """Find what is wrong with the blocks in files and directories; - is standard input.

    Without PATH: below the working directory. In directories, blocks are files called *.block.yaml, and other
    YAML with `schema: function-block/...`; hidden directories and those of tests are left out, unless named.

    With fixes, what was standard input is written to standard output, and the report to standard error.

    Settings stand in the nearest neops-blocks.toml, under [lint], or pyproject.toml, under
    [tool.neops-blocks.lint], above each file.

    Exit code: 0 clean, 1 findings at or above --fail-level, 2 wrong usage. With --fix those count that are
    left; with --diff it is 1 where anything would change.
    """
    paths = paths or (Path(),)
    if choice.config is not None and choice.no_config:
        raise Problem("--config and --no-config exclude each other")
    if add_ignores and fixing:
        raise Problem("--add-ignores and fixes exclude each other", "fix first, then ignore what is left")
    if show_settings:
        return _show_settings(stdin_filename or paths[0], choice)
    with importing():
        from neops_blocks.cli import lint_output
        from neops_blocks.cli.linting.files import STDIN
    write = functools.partial(lint_output.write, form=form, output=output, statistics=statistics)
    if STDIN not in paths:
        if stdin_filename is not None:
            raise Problem(
                "--stdin-filename names what is read from standard input", "give - as the only path"
            )
        return _lint_files(paths, choice, effort, fixing, write, add_ignores=add_ignores)
    if len(paths) > 1:
        raise Problem("- is standard input, and stands alone")
    if add_ignores:
        raise Problem("--add-ignores writes to files, and standard input is none")
    return _lint_input(stdin_filename, choice, fixing, write)


def _lint_files(
    paths: Sequence[Path],
    choice: Choice,
    effort: Effort,
    fixing: Fixing,
    write: Callable[..., None],
    *,
    add_ignores: bool,
) -> int:
    from neops_blocks.cli.linting.files import files_in
    from neops_blocks.cli.linting.many import lint_files

    blocks = files_in(paths)
    if not blocks:
        places = ", ".join(map(str, paths))
        what = "one is called *.block.yaml, or says `schema: function-block/v1`"
        click.echo(f"neops-blocks: no blocks below {places}; {what}", err=True)
    found = lint_files(blocks, choice, effort.cache, effort.jobs)
    files = found.files
    if fixing or add_ignores:
        from neops_blocks.cli.fixing import fixed_files, mendable, show_differences, with_ignores
        from neops_blocks.cli.linting.linter import Linter

        linter = Linter(choice, found.blocks)
        if fixing.diff:
            return int(show_differences(linter, mendable(files, fixing), fixing))
        files = fixed_files(linter, files, fixing) if fixing else with_ignores(linter, files)
    write(files)
    return int(any(file.failing for file in files))


def _lint_input(name: Path | None, choice: Choice, fixing: Fixing, write: Callable[..., None]) -> int:
    with importing():
        from neops_blocks.cli.linting.linter import Linter
        from neops_blocks.source import load_bytes

    linter = Linter(choice)
    data = sys.stdin.buffer.read()
    source = load_bytes(data, str(name or "<stdin>"))
    if fixing:
        from neops_blocks.cli.fixing import fixed_input, show_differences

        if fixing.diff:
            return int(show_differences(linter, [source], fixing))
        if source.text.encode("utf-8", "surrogatepass") != data:
            raise Problem("standard input is not UTF-8 text, so nothing is fixed")
    file = fixed_input(linter, source, fixing) if fixing else linter.lint(source)
    write([file], aside=bool(fixing))
    return int(bool(file.failing))


def _show_settings(path: Path, choice: Choice) -> int:
    with importing():
        from neops_blocks.cli import lint_output
        from neops_blocks.cli.linting.linter import Linter

    lint_output.show_settings(Linter(choice).project_of(path / "any" if path.is_dir() else path))
    return 0
