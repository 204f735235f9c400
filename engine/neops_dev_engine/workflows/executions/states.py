"""The states of an execution, and which follows which."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """A state, as the API writes it."""

    NEW = "new"
    VALID = "valid"
    BLOCKED_WAITING = "blocked_waiting"
    READY = "ready"
    RESOURCE_DISCOVERY = "resource_discovery"
    RESOURCES_DISCOVERED = "resources_discovered"
    SCHEDULED = "scheduled"
    LOCKING = "locking"
    LOCKED = "locked"
    RUNNING = "running"
    ERROR = "error"
    ROLLBACK = "rollback"
    COMPLETED = "completed"
    FAILED_SAFE = "failed_safe"
    FAILED_UNSAFE = "failed_unsafe"
    COMPLETED_ACK = "completed_ack"
    FAILED_SAFE_ACK = "failed_safe_ack"
    FAILED_UNSAFE_ACK = "failed_unsafe_ack"


NEXT: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.VALID, Status.FAILED_SAFE}),
    Status.VALID: frozenset({Status.READY, Status.BLOCKED_WAITING}),
    Status.BLOCKED_WAITING: frozenset({Status.READY}),
    Status.READY: frozenset({Status.RESOURCE_DISCOVERY}),
    Status.RESOURCE_DISCOVERY: frozenset({Status.RESOURCES_DISCOVERED}),
    Status.RESOURCES_DISCOVERED: frozenset({Status.SCHEDULED}),
    Status.SCHEDULED: frozenset({Status.LOCKING}),
    Status.LOCKING: frozenset({Status.LOCKED, Status.SCHEDULED}),
    Status.LOCKED: frozenset({Status.RUNNING}),
    Status.RUNNING: frozenset({Status.COMPLETED}),
    Status.ERROR: frozenset({Status.ROLLBACK, Status.FAILED_SAFE, Status.FAILED_UNSAFE}),
    Status.ROLLBACK: frozenset({Status.FAILED_SAFE, Status.FAILED_UNSAFE}),
    Status.COMPLETED: frozenset({Status.COMPLETED_ACK}),
    Status.FAILED_SAFE: frozenset({Status.FAILED_SAFE_ACK}),
    Status.FAILED_UNSAFE: frozenset({Status.FAILED_UNSAFE_ACK}),
}
"""The states that may follow; from those before an end, an error may come at any time."""

ENDS = frozenset({Status.COMPLETED_ACK, Status.FAILED_SAFE_ACK, Status.FAILED_UNSAFE_ACK})
"""Here nothing more happens: nothing is locked, updates are in the inventory, secrets are erased."""

_ENDING = frozenset(
    {Status.ERROR, Status.ROLLBACK, Status.COMPLETED, Status.FAILED_SAFE, Status.FAILED_UNSAFE}
)


def may_follow(before: Status, after: Status) -> bool:
    """Whether an execution may go from one state to another."""
    if after is Status.ERROR:
        return before not in _ENDING | ENDS
    return after in NEXT.get(before, ())
