"""The registry that decorators add to."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from neops_worker_sdk.registry.store import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator

PROCESS_WIDE = Registry()
_CURRENT: ContextVar[Registry | None] = ContextVar("neops_registry", default=None)


def current_registry() -> Registry:
    """The registry of the innermost `collecting`, else the process-wide one."""
    return _CURRENT.get() or PROCESS_WIDE


@contextmanager
def collecting(registry: Registry) -> Iterator[Registry]:
    """Let blocks that are imported meanwhile, in this context, go to `registry` only."""
    token = _CURRENT.set(registry)
    try:
        yield registry
    finally:
        _CURRENT.reset(token)
