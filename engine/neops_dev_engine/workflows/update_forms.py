"""The three kinds of updates, told apart by their operation: an update of another form is a fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeGuard

from neops_dev_engine.workflows.naming import KINDS, field_name

_OPERATIONS = ("create", "delete", "patch")


class UpdateFault(ValueError):
    """An update cannot be applied; the text says why."""


@dataclass(frozen=True)
class Create:
    """A new entity.

    Attributes:
        kind: of the entity.
        number: its temporary id.
        fields: by their names in the inventory; those that are null are left out.
        identified_by: fields; if an entity has all of these values, nothing is created.
    """

    kind: str
    number: int
    fields: dict[str, Any]
    identified_by: tuple[str, ...]


@dataclass(frozen=True)
class Patch:
    """A new value of a field; None takes it away."""

    kind: str
    number: int
    field: str
    value: Any


@dataclass(frozen=True)
class Delete:
    """An entity that goes."""

    kind: str
    number: int


def read_update(given: Any) -> Create | Patch | Delete:
    """An update as it was sent.

    Raises:
        UpdateFault: it is none.
    """
    if not isinstance(given, dict) or given.get("operation") not in _OPERATIONS:
        raise UpdateFault(f"an update must have an operation of {', '.join(_OPERATIONS)}")
    operation, kind, number = given["operation"], given.get("entity"), given.get("id")
    if kind not in KINDS:
        raise UpdateFault(f"{operation}: the entity must be one of {', '.join(KINDS)}")
    if not is_id(number):
        raise UpdateFault(f"{operation} of {a(kind)}: the id must be a whole number")
    number = int(number)
    if operation == "create":
        return _create(kind, number, given)
    return Delete(kind, number) if operation == "delete" else _patch(kind, number, given)


def is_id(value: Any) -> TypeGuard[int | float]:
    """Whether a JSON value is the id of an entity."""
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool) and value >= 1


def a(kind: str) -> str:
    """A kind with its article."""
    return f"{'an' if kind == 'interface' else 'a'} {kind}"


def _create(kind: str, number: int, given: dict[str, Any]) -> Create:
    data = given.get("data")
    if not isinstance(data, dict):
        raise UpdateFault(f"create of {a(kind)}: data must be an object")
    identified_by = tuple(map(field_name, given.get("identifierFields") or ()))
    return Create(
        kind,
        number,
        {field_name(name): value for name, value in data.items() if value is not None},
        identified_by if given.get("skipIfIdentifierExists") else (),
    )


def _patch(kind: str, number: int, given: dict[str, Any]) -> Patch:
    path = given.get("path")
    if not isinstance(path, str) or "." in path:
        raise UpdateFault(f"patch of {kind} {number}: path must be the name of a field, not {path!r}")
    return Patch(kind, number, field_name(path), given.get("value"))
