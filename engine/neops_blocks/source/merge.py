"""Merge keys: `<<: *defaults` puts the keys of another mapping where they are not given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Span
    from neops_blocks.source.nodes import Node


def into(values: dict[str, Node], keys: dict[str, Span], merged: Node) -> tuple[str | None, int]:
    """Add the keys of a mapping, or of a list of mappings, that are not there yet.

    Returns:
        What is wrong with the merged value, or None; and the number of values that were added.
    """
    parts = merged.value if merged.kind == "sequence" else [merged]
    added = 0
    for part in parts:
        if part.kind != "mapping":
            return "only a mapping, or a list of mappings, can be merged", added
        for name, value in part.value.items():
            if name not in values:
                values[name] = value
                keys[name] = part.keys[name]
                added += value.size
    return None, added
