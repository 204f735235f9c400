"""`neops-blocks schema`: the JSON Schema of the language, or of what a block takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.options import blocks_option

if TYPE_CHECKING:
    from pathlib import Path

    from neops_blocks.cli.blocks import FoundBlock


@click.command("schema")
@click.argument("block", required=False, metavar="[BLOCK]")
@blocks_option
def command(block: str | None, directories: tuple[Path, ...]) -> int:
    """Print the JSON Schema of block files, for editors and other tools.

    With BLOCK: the schemas of its parameters and of its result.
    """
    from neops_blocks.cli.output import print_json

    if block is None:
        from neops_blocks.language import block_schema

        print_json(block_schema())
    else:
        from neops_blocks.cli.blocks import find

        print_json(_of_block(find(block, directories)))
    return 0


def _of_block(block: FoundBlock) -> dict[str, Any]:
    registration = block.registration
    return {
        "block": block.identifier,
        "parameters": registration.param_cls.model_json_schema(),
        "result": registration.result_cls.model_json_schema(),
    }
