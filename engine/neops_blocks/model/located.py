"""pydantic's errors, each with the node it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from neops_blocks.source import Node

Path = tuple[str | int, ...]
KEY_ERRORS = frozenset({"missing", "extra_forbidden"})
TYPE_WORDS = {
    "string_type": "text",
    "string_sub_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "none_required": "nothing",
}


@dataclass(frozen=True)
class LocatedError:
    """One error of pydantic.

    Attributes:
        path: the node it is about.
        rest: what is left of pydantic's location: a missing or unknown key, or "[key]" for a bad one.
        type: pydantic's name of the error.
        message: pydantic's sentence.
        context: what the sentence is made from.
    """

    path: Path
    rest: Path
    type: str
    message: str
    context: Mapping[str, Any]

    @property
    def label(self) -> str:
        """The key that the error is about."""
        names = [part for part in self.path if isinstance(part, str)]
        return names[-1] if names else "the block"


def located(item: Any, node: Node) -> LocatedError:
    """Follow pydantic's location down the nodes; parts that only name a branch of a union are passed over."""
    path: list[str | int] = []
    rest = list(item["loc"])
    here = node
    while rest and rest[0] != "[key]" and not (len(rest) == 1 and item["type"] in KEY_ERRORS):
        part = rest.pop(0)
        child = here.child(part)
        if child is not None:
            path.append(part)
            here = child
    return LocatedError(tuple(path), tuple(rest), item["type"], item["msg"], item.get("ctx") or {})


def grouped(errors: list[LocatedError]) -> Iterable[list[LocatedError]]:
    """Errors of the branches of one union together; those of a branch that fits better alone."""
    deep = [
        error
        for error in errors
        if not (
            error.type in TYPE_WORDS
            and any(other.path[: len(error.path)] == error.path != other.path for other in errors)
        )
    ]
    groups: dict[tuple[Any, ...], list[LocatedError]] = {}
    for error in deep:
        groups.setdefault((error.path, error.rest), []).append(error)
    return groups.values()
