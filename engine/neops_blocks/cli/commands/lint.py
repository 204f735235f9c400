"""`neops-blocks lint`: what is wrong with blocks."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from neops_blocks.cli.options import FILE, format_option
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from neops_blocks.diagnostics import Finding

LEVELS = ("info", "warning", "error")


@click.command("lint")
@click.argument("paths", nargs=-1, type=FILE, required=True, metavar="PATH...")
@format_option("full", "concise", "json")
@click.option(
    "--fail-level",
    type=click.Choice(LEVELS),
    default="warning",
    show_default=True,
    help="Exit 1 from here on.",
)
def command(paths: tuple[Path, ...], form: str, fail_level: str) -> int:
    """Find what is wrong with the blocks in files and directories.

    Exit code: 0 clean, 1 findings at or above --fail-level, 2 wrong usage.
    """
    from neops_blocks.cli.terminal import wants_color

    findings: list[Finding] = []
    texts: dict[str, str] = {}
    for file in _files(paths):
        found, text = _lint(file)
        findings += found
        texts[str(file)] = text
    formatter = import_module(f"neops_blocks.lint.formatters.{form}")
    click.echo(formatter.format(findings, texts, wants_color(sys.stdout)).rstrip("\n"), color=True)
    threshold = LEVELS.index(fail_level)
    return 1 if any(LEVELS.index(finding.severity) >= threshold for finding in findings) else 0


def _files(paths: tuple[Path, ...]) -> list[Path]:
    from neops_blocks.cli.blocks import YAML, candidates

    files: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise Problem(f"{path}: there is no such file or directory")
        inside = candidates([path]) if path.is_dir() else [path]
        files |= {file.resolve(): file for file in inside if not path.is_dir() or file.suffix in YAML}
    return list(files.values())


def _lint(file: Path) -> tuple[list[Finding], str]:
    from neops_blocks.lint import examine
    from neops_blocks.source import load_file

    source = load_file(file)
    return examine(source)[1], source.text
