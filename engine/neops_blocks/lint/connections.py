"""Every connection that a block describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.model import BlockModel, ConnectionModel

    Path = tuple[str | int, ...]


def connections_of(block: BlockModel) -> Iterator[tuple[ConnectionModel, Path]]:
    """The connections of the block, of its steps and of their platforms, each with its path."""
    if block.connection is not None:
        yield block.connection, ("connection",)
    for step in block.steps:
        if step.connection is not None:
            yield step.connection, (*step.path, "connection")
        for platform, variant in step.variants.items():
            if variant.connection is not None and "connection" in step.platforms[platform]:
                yield variant.connection, (*step.path, "platforms", platform, "connection")
