"""`neops-blocks list`: what blocks there are."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.options import FILE, format_option
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list")
@click.argument("paths", nargs=-1, type=FILE, metavar="[PATH]...")
@format_option("table", "json")
def command(paths: tuple[Path, ...], form: str) -> int:
    """List the blocks in files and directories; without PATH those in ./blocks and the shipped ones.

    A file that is not valid is reported and does not hide the others; then the exit code is 1.
    """
    from neops_blocks.cli.blocks import blocks_in, candidates, search_path
    from neops_blocks.cli.problems import explain

    for path in paths:
        if not path.exists():
            raise Problem(f"{path}: there is no such file or directory")
    rows: dict[str, dict[str, Any]] = {}
    broken = []
    for file in candidates(paths or search_path()):
        try:
            for block in blocks_in(file):
                rows.setdefault(block.identifier, _row(block))
        except Exception as error:
            problem = error if isinstance(error, Problem) else explain(error)
            if problem is None:
                raise
            broken.append(problem.text)
    if form == "json":
        click.echo(json.dumps(list(rows.values()), indent=2, ensure_ascii=False))
    else:
        _print_table(list(rows.values()))
    for text in broken:
        click.echo(text, err=True)
    return 1 if broken else 0


def _row(block: Any) -> dict[str, Any]:
    registration = block.registration
    return {
        "identifier": block.identifier,
        "run_on": registration.run_on,
        "type": registration.fb_type,
        "description": registration.description,
        "language": "yaml" if block.document is not None else "python",
        "file": str(block.file),
    }


def _print_table(rows: list[dict[str, Any]]) -> None:
    from neops_blocks.cli.terminal import Paint

    paint = Paint(sys.stdout)
    first = max((len(row["identifier"]) for row in rows), default=0)
    for row in rows:
        name = paint(f"{row['identifier']:<{first}}", "bold")
        click.echo(f"{name}  {row['run_on']:<7}  {row['description']}", color=True)
    if not rows:
        click.echo("no blocks here", err=True)
