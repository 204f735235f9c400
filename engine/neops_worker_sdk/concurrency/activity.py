"""What a task or thread is working on, in words, for warnings and failure messages."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import Context, ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACTIVITY: ContextVar[str] = ContextVar("neops_activity", default="")
_ONGOING: ContextVar[Ongoing | None] = ContextVar("neops_ongoing", default=None)


class Ongoing:
    """The activities that are going on at this moment, of all tasks and threads of one job."""

    def __init__(self) -> None:
        self._places: dict[object, str] = {}

    def places(self) -> tuple[str, ...]:
        """The distinct activities, in the order in which they began."""
        return tuple(dict.fromkeys(self._places.copy().values()))

    def _begin(self, entry: object, place: str) -> None:
        self._places[entry] = place

    def _end(self, entry: object) -> None:
        self._places.pop(entry, None)


@contextmanager
def working_on(place: str) -> Iterator[None]:
    """Say what this task or thread is doing, such as ``step 'show' (facts.block.yaml:24:5)``.

    The blocking detector puts it in its warnings; a job that passes its deadline puts it in its message.
    """
    entry, ongoing = object(), _ONGOING.get()
    token = _ACTIVITY.set(place)
    if ongoing is not None:
        ongoing._begin(entry, place)
    try:
        yield
    finally:
        if ongoing is not None:
            ongoing._end(entry)
        _ACTIVITY.reset(token)


@contextmanager
def collecting_activities() -> Iterator[Ongoing]:
    """Collect what `working_on` reports inside, also from tasks and threads started there."""
    ongoing = Ongoing()
    token = _ONGOING.set(ongoing)
    try:
        yield ongoing
    finally:
        _ONGOING.reset(token)


def activity_of(context: Context | None) -> str:
    """The activity recorded in `context`, or an empty text."""
    return context.get(_ACTIVITY, "") if isinstance(context, Context) else ""
