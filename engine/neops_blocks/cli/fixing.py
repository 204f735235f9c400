"""What `lint --fix`, `lint --diff` and `lint --add-ignores` do with files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from neops_blocks.cli.replacing import replace_content
from neops_blocks.lint.fixer import difference, fix
from neops_blocks.source import load_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from neops_blocks.cli.lint_options import Fixing
    from neops_blocks.cli.linting.linter import Linter
    from neops_blocks.lint import Linted
    from neops_blocks.lint.fixer import Fixed
    from neops_blocks.source import Source


def fixed_files(linter: Linter, files: Iterable[Linted], fixing: Fixing) -> list[Linted]:
    """Fix what can be fixed; a file without anything of that is not read again.

    Raises:
        OSError: a file cannot be written.
    """
    return [_fixed_file(linter, file, fixing) if _mendable(file, fixing) else file for file in files]


def fixed_input(linter: Linter, source: Source, fixing: Fixing) -> Linted:
    """Fix what can be fixed on the way from standard input to standard output."""
    done = _fixed(linter, source, fixing)
    sys.stdout.buffer.write(done.linted.text.encode("utf-8"))
    return done.linted


def with_ignores(linter: Linter, files: Iterable[Linted]) -> list[Linted]:
    """Write comments into the files that ignore what can be ignored, and say how much that is.

    Raises:
        OSError: a file cannot be written.
    """
    after, counts = [], []
    for file in files:
        path = Path(file.file)
        left, count = linter.add_ignores(path, load_file(path)) if file.findings else (file, 0)
        after.append(left)
        counts.append(count)
    click.echo(f"Ignored from now on: {sum(counts)}, in files: {sum(map(bool, counts))}.", err=True)
    return after


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


def mendable(files: Iterable[Linted], fixing: Fixing) -> Iterator[Source]:
    """The files in which something can be fixed, read again."""
    return (load_file(Path(file.file)) for file in files if _mendable(file, fixing))


def _mendable(file: Linted, fixing: Fixing) -> bool:
    return any(found.fix and (found.fix.safe or fixing.unsafe) for found in file.findings)


def _fixed_file(linter: Linter, file: Linted, fixing: Fixing) -> Linted:
    path = Path(file.file)
    done = _fixed(linter, load_file(path), fixing)
    if done.changed:
        replace_content(path, done.linted.text.encode("utf-8"))
    return done.linted


def _fixed(linter: Linter, source: Source, fixing: Fixing) -> Fixed:
    done = fix(source, linter.lint, unsafe=fixing.unsafe)
    for finding in done.wrong:
        click.echo(
            f"neops-blocks: {finding.span}: the fix of {finding.code} would change more than it should, so "
            "the file is left as it is; this is a mistake of ours, please report it",
            err=True,
        )
    return done
