"""`neops-blocks show`: one block in full."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from neops_blocks.cli.options import blocks_option, format_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("show")
@click.argument("block", metavar="BLOCK")
@format_option("text", "json")
@blocks_option
def command(block: str, form: str, directories: tuple[Path, ...]) -> int:
    """Show BLOCK: its parameters, its result, its plan as a tree, and how it reaches devices."""
    from neops_blocks.cli.blocks import find
    from neops_blocks.cli.description import describe, lines

    description = describe(find(block, directories))
    if form == "json":
        click.echo(json.dumps(description, indent=2, ensure_ascii=False, default=str))
    else:
        for line in lines(description, sys.stdout):
            click.echo(line, color=True)
    return 0
