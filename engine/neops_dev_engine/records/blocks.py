"""Function blocks: registered by workers, found by references."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import iso, iso_or_none
from neops_dev_engine.errors import UnknownFunctionBlock
from neops_dev_engine.identifiers import identifier, parse_reference
from neops_dev_engine.jsontext import dumps, loads
from neops_dev_engine.records.compatibility import check_compatible
from neops_dev_engine.records.workers import get_worker

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from neops_dev_engine.identifiers import Reference
    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction

_SHOWN = 3


def register_block(tx: Transaction, registration: Mapping[str, Any], worker_id: str | None) -> str:
    """Keep a block, new or again, and that a worker serves it; its identifier.

    Raises:
        UnknownWorker: there is no such worker.
        IncompatibleSchema: it breaks the promise of its version.
    """
    package, name = registration["package"], registration["name"]
    version = tuple(registration[f"{part}Version"] for part in ("major", "minor", "patch"))
    block_id = identifier(package, name, *version)
    if worker_id is not None:
        get_worker(tx, worker_id)
    check_compatible(tx, registration, version)
    tx.execute(
        "INSERT INTO function_blocks"
        " (id, package, name, major, minor, patch, registration, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
        " SET registration = excluded.registration, updated_at = excluded.updated_at, deleted_at = NULL",
        (block_id, package, name, *version, dumps(registration), tx.now, tx.now),
    )
    if worker_id is not None:
        tx.execute("INSERT OR IGNORE INTO served_blocks VALUES (?, ?)", (block_id, worker_id))
    return block_id


def delete_block(tx: Transaction, block_id: str) -> None:
    """Hide a block until it is registered again. Raises UnknownFunctionBlock."""
    get_block(tx, block_id)
    tx.execute("UPDATE function_blocks SET deleted_at = ? WHERE id = ?", (tx.now, block_id))


def get_block(db: Reading, block_id: str) -> sqlite3.Row:
    """The block with this full identifier. Raises UnknownFunctionBlock."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM function_blocks WHERE id = ? AND deleted_at IS NULL", (block_id,)
    ).fetchone()
    if row is None:
        raise UnknownFunctionBlock(f"there is no function block {block_id}", hint=_hint(db, block_id))
    return row


def resolve_block(db: Reading, reference: str) -> sqlite3.Row:
    """The highest version of a block that a reference means, never across majors it names.

    Raises:
        UnknownFunctionBlock: no version fits.
    """
    parsed = parse_reference(reference)
    row = None if parsed is None else _highest(db, parsed)
    if row is None:
        raise UnknownFunctionBlock(f"there is no function block {reference}", hint=_hint(db, reference))
    return row


def list_blocks(db: Reading, *, deleted: bool = False) -> list[sqlite3.Row]:
    """All blocks by name and version; with `deleted` also those that are."""
    condition = "" if deleted else " WHERE deleted_at IS NULL"
    return db.execute(
        f"SELECT * FROM function_blocks{condition} ORDER BY package, name, major, minor, patch"  # noqa: S608
    ).fetchall()


def blocks_of(db: Reading, worker_id: str) -> list[str]:
    """The identifiers of the blocks that a worker serves."""
    rows = db.execute(
        "SELECT id FROM function_blocks JOIN served_blocks ON block_id = id WHERE worker_id = ?"
        " AND deleted_at IS NULL ORDER BY id",
        (worker_id,),
    )
    return [row["id"] for row in rows]


def workers_of(db: Reading, block_id: str) -> list[sqlite3.Row]:
    """The workers that serve a block."""
    return db.execute(
        "SELECT workers.* FROM workers JOIN served_blocks ON worker_id = uuid WHERE block_id = ?"
        " AND deleted_at IS NULL ORDER BY created_at, uuid",
        (block_id,),
    ).fetchall()


def block_view(row: sqlite3.Row) -> dict[str, Any]:
    """A block as the API shows it."""
    registration: dict[str, Any] = loads(row["registration"])
    return registration | {
        "id": row["id"],
        "createdAt": iso(row["created_at"]),
        "updatedAt": iso(row["updated_at"]),
        "deletedAt": iso_or_none(row["deleted_at"]),
    }


def _highest(db: Reading, reference: Reference) -> sqlite3.Row | None:
    rows = db.execute(
        "SELECT * FROM function_blocks WHERE package = ? AND name = ? AND deleted_at IS NULL"
        " ORDER BY major DESC, minor DESC, patch DESC",
        (reference.package, reference.name),
    )
    return next((row for row in rows if reference.matches((row["major"], row["minor"], row["patch"]))), None)


def _hint(db: Reading, wanted: str) -> str:
    known = [row["id"] for row in db.execute("SELECT id FROM function_blocks WHERE deleted_at IS NULL")]
    if not known:
        return "no function block is registered: is a worker running for this engine?"
    name = wanted.split(":")[0]
    same = [block for block in known if block.split(":")[0] == name]
    near = same or _near(wanted, known)
    return (
        f"did you mean {', '.join(near[-_SHOWN:])}?" if near else f"registered: {', '.join(known[:_SHOWN])}"
    )


def _near(wanted: str, known: list[str]) -> list[str]:
    """Identifiers that look like what was asked for, or whose name alone does."""
    near = difflib.get_close_matches(wanted, known, _SHOWN)
    by_name = {block.split("/")[1].split(":")[0]: block for block in known}
    short = wanted.rpartition("/")[2].split(":")[0]
    return near or [by_name[name] for name in difflib.get_close_matches(short, by_name, _SHOWN)]
