"""What executions need to know of function blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_dev_engine.jsontext import loads

if TYPE_CHECKING:
    from neops_dev_engine.records.reading import Reading

_KINDS = ("global", "device", "interface", "group", "client")


@dataclass(frozen=True)
class Block:
    """A function block, as it is registered.

    Attributes:
        id: full identifier.
        run_on: the kind of entity it runs on.
        schema: of its parameters.
        pure: it changes nothing.
        reversible: what it did can be undone.
    """

    id: str
    run_on: str
    schema: dict[str, Any]
    pure: bool
    reversible: bool


class Registrations:
    """Blocks by id, each read once; also those that were deleted while an execution runs."""

    def __init__(self, db: Reading) -> None:
        self._db = db
        self._known: dict[str, Block] = {}

    def get(self, block_id: str) -> Block:
        """A block that was registered once."""
        if block_id not in self._known:
            row = self._db.execute(
                "SELECT registration FROM function_blocks WHERE id = ?", (block_id,)
            ).fetchone()
            said = loads(row["registration"])
            run_on = said.get("runOn")
            self._known[block_id] = Block(
                block_id,
                run_on if run_on in _KINDS else "global",
                said["parameterJsonSchema"],
                pure=bool(said.get("isPure")),
                reversible=bool(said.get("reversible")),
            )
        return self._known[block_id]
