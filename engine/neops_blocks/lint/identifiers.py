"""What the blocks of a project are called, and where each name was seen first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.model import SCHEMA, BlockModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from neops_blocks.diagnostics import Span
    from neops_blocks.source import Node, Source

_DEFAULT = BlockModel.model_fields["version"].default


def identifiers_in(source: Source) -> Iterator[tuple[str, Span]]:
    """The identifier of every block of a file, errors or not, and where its name stands."""
    for node in source.documents:
        package, name, version = (_text(node, key) for key in ("package", "name", "version"))
        if _text(node, "schema") == SCHEMA and package and name:
            yield f"{package}/{name}:{version or _DEFAULT}", node.value["name"].span


def first_places(sources: Iterable[Source]) -> Mapping[str, Span]:
    """Where each identifier was seen first, in the order of the files."""
    places: dict[str, Span] = {}
    for source in sources:
        for identifier, span in identifiers_in(source):
            places.setdefault(identifier, span)
    return places


def _text(node: Node, key: str) -> str | None:
    child = node.at(key)
    return child.value if child is not None and isinstance(child.value, str) else None
