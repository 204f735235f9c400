"""Definitions in the database."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from neops_dev_engine.clock import iso, iso_or_none
from neops_dev_engine.identifiers import identifier, parse_reference
from neops_dev_engine.jsontext import dumps, loads
from neops_dev_engine.workflows.errors import UnknownWorkflow

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction
    from neops_dev_engine.workflows.document import RootWorkflow

Version = tuple[int, int, int]
_SHOWN = 3


def id_of(document: RootWorkflow) -> str:
    """The full identifier of a document."""
    return identifier(document.package, document.name, *document.version)


def versions_of(db: Reading, document: RootWorkflow) -> list[sqlite3.Row]:
    """All versions of a workflow that were ever published, highest first."""
    return db.execute(
        "SELECT * FROM workflow_definitions WHERE package = ? AND name = ?"
        " ORDER BY major DESC, minor DESC, patch DESC",
        (document.package, document.name),
    ).fetchall()


def version_of(row: sqlite3.Row) -> Version:
    """The version of a definition."""
    return row["major"], row["minor"], row["patch"]


def get_definition(db: Reading, definition_id: str, *, deleted: bool = False) -> sqlite3.Row:
    """The definition with this full identifier; with `deleted` also one that is.

    Raises:
        UnknownWorkflow: there is none.
    """
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM workflow_definitions WHERE id = ?", (definition_id,)
    ).fetchone()
    if row is None or (row["deleted_at"] is not None and not deleted):
        raise _unknown(db, definition_id)
    return row


def resolve_definition(db: Reading, reference: str) -> sqlite3.Row:
    """The highest version that a reference means. Raises UnknownWorkflow."""
    wanted = parse_reference(reference)
    if wanted is not None:
        rows = db.execute(
            "SELECT * FROM workflow_definitions WHERE package = ? AND name = ? AND deleted_at IS NULL"
            " ORDER BY major DESC, minor DESC, patch DESC",
            (wanted.package, wanted.name),
        )
        for row in rows:
            if wanted.matches(version_of(row)):
                return row  # type: ignore[no-any-return]
    raise _unknown(db, reference)


def list_definitions(db: Reading, *, deleted: bool = False) -> list[sqlite3.Row]:
    """All definitions by name and version; with `deleted` also those that are."""
    condition = "" if deleted else " WHERE deleted_at IS NULL"
    return db.execute(
        f"SELECT * FROM workflow_definitions{condition} ORDER BY package, name, major, minor, patch"  # noqa: S608
    ).fetchall()


def keep_definition(tx: Transaction, document: RootWorkflow, given: dict[str, Any]) -> None:
    """Keep a definition, in the place of what has its version."""
    tx.execute(
        "INSERT INTO workflow_definitions"
        " (id, package, name, major, minor, patch, document, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
        " SET document = excluded.document, updated_at = excluded.updated_at, deleted_at = NULL",
        (id_of(document), document.package, document.name, *document.version, dumps(given), tx.now, tx.now),
    )


def set_deleted(tx: Transaction, definition_id: str, *, deleted: bool) -> None:
    """Delete a definition, or bring it back."""
    tx.execute(
        "UPDATE workflow_definitions SET deleted_at = ?, updated_at = ? WHERE id = ?",
        (tx.now if deleted else None, tx.now, definition_id),
    )


def definition_view(row: sqlite3.Row) -> dict[str, Any]:
    """A definition as the API shows it."""
    return {
        "id": row["id"],
        "package": row["package"],
        "name": row["name"],
        "majorVersion": row["major"],
        "minorVersion": row["minor"],
        "patchVersion": row["patch"],
        "workflowDefinition": loads(row["document"]),
        "createdAt": iso(row["created_at"]),
        "updatedAt": iso(row["updated_at"]),
        "deletedAt": iso_or_none(row["deleted_at"]),
    }


def _unknown(db: Reading, wanted: str) -> UnknownWorkflow:
    rows = db.execute("SELECT id FROM workflow_definitions WHERE deleted_at IS NULL ORDER BY id")
    known = [row["id"] for row in rows]
    name = wanted.split(":")[0]
    near = [workflow for workflow in known if workflow.split(":")[0] == name]
    near = near or difflib.get_close_matches(wanted, known, _SHOWN)
    hint = f"did you mean {', '.join(near[-_SHOWN:])}?" if near else "publish it first"
    return UnknownWorkflow(f"there is no workflow {wanted}", hint=hint)
