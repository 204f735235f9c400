"""What a version promises: who calls a function block may go on as before until its major version changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_dev_engine.errors import IncompatibleSchema
from neops_dev_engine.jsontext import loads

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from neops_dev_engine.records.reading import Reading


def check_compatible(db: Reading, registration: Mapping[str, Any], version: Sequence[int]) -> None:
    """Compare a registration with the ones it takes the place of.

    Those are the same version, the latest patch before it and the latest minor version before it, of the same
    major version. A parameter that was optional must not become required, and no field of the result may go.

    Raises:
        IncompatibleSchema: it asks for more, or gives less.
    """
    for earlier in _predecessors(db, registration, version):
        before = loads(earlier["registration"])
        more = _required(registration) - _required(before)
        if more:
            raise _incompatible(
                earlier, f"requires the parameters {_names(more)}, which {earlier['id']} does not"
            )
        less = _results(before) - _results(registration)
        if less:
            raise _incompatible(earlier, f"has no result fields {_names(less)}, which {earlier['id']} has")


def _predecessors(
    db: Reading, registration: Mapping[str, Any], version: Sequence[int]
) -> Iterator[sqlite3.Row]:
    major, minor, patch = version
    rows = db.execute(
        "SELECT * FROM function_blocks WHERE package = ? AND name = ? AND major = ? AND deleted_at IS NULL"
        " AND (minor, patch) <= (?, ?) ORDER BY minor DESC, patch DESC",
        (registration["package"], registration["name"], major, minor, patch),
    ).fetchall()
    seen: set[object] = set()
    for row in rows:
        same_minor, same_patch = row["minor"] == minor, row["patch"] == patch
        kind = (same_minor, same_minor and same_patch)
        if kind not in seen:
            seen.add(kind)
            yield row


def _required(registration: Mapping[str, Any]) -> set[str]:
    return set(registration["parameterJsonSchema"].get("required") or ())


def _results(registration: Mapping[str, Any]) -> set[str]:
    return set(registration["resultDataJsonSchema"].get("properties") or ())


def _names(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _incompatible(earlier: sqlite3.Row, what: str) -> IncompatibleSchema:
    return IncompatibleSchema(
        f"the block {what}",
        hint="give it a new major version, or let go of the old one: "
        f"DELETE /function-blocks/{earlier['package']}/{earlier['name']}/"
        f"{earlier['major']}.{earlier['minor']}.{earlier['patch']}",
    )
