"""What `lint --fix` and `lint --diff` do with files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from neops_blocks.cli.problems import Problem
from neops_blocks.cli.replacing import replace_content
from neops_blocks.diagnostics import Code
from neops_blocks.lint.fixer import difference, fix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_blocks.cli.lint_options import Fixing
    from neops_blocks.cli.linting import Linter
    from neops_blocks.lint import Linted
    from neops_blocks.lint.fixer import Fixed
    from neops_blocks.source import Source


def fixed_files(
    linter: Linter, sources: Iterable[Source], fixing: Fixing, *, to_stdout: bool
) -> list[Linted]:
    """Fix what can be fixed, in the files or, `to_stdout`, on the way from standard input to standard output.

    Raises:
        Problem: standard input cannot be handed on as it is.
        OSError: a file cannot be written.
    """
    files = []
    for source in sources:
        if to_stdout and any(found.code == Code.BAD_CHARACTER for found in source.findings):
            raise Problem("standard input is not UTF-8 text, so nothing is fixed")
        done = _fixed(linter, source, fixing)
        if to_stdout:
            sys.stdout.buffer.write(done.linted.text.encode("utf-8"))
        elif done.changed:
            replace_content(Path(source.file), done.linted.text.encode("utf-8"))
        files.append(done.linted)
    return files


def show_differences(linter: Linter, sources: Iterable[Source], fixing: Fixing) -> bool:
    """Print what would change, and how much to standard error; whether anything would."""
    findings, changed = 0, 0
    for source in sources:
        done = _fixed(linter, source, fixing)
        findings += len(done.linted.fixed)
        changed += done.changed
        shown = difference(source.file, done.before, done.linted.text)
        sys.stdout.buffer.write(shown.encode("utf-8"))
    click.echo(f"Would fix: {findings}, in files: {changed}.", err=True)
    return changed > 0


def _fixed(linter: Linter, source: Source, fixing: Fixing) -> Fixed:
    done = fix(source, linter.lint, unsafe=fixing.unsafe)
    for finding in done.wrong:
        click.echo(
            f"neops-blocks: {finding.span}: the fix of {finding.code} would change more than it should, so "
            "the file is left as it is; this is a mistake of ours, please report it",
            err=True,
        )
    return done
