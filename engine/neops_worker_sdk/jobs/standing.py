"""Where a job stands at this moment, for the message of a job that takes too long."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.concurrency.places import authors_frames, place_of
from neops_worker_sdk.concurrency.stacks import frame_of, frames_of_hold, frames_outwards, holder_of

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable, Iterator, Sequence
    from types import FrameType

_SHOWN = 3


def where_it_stands(
    thread_id: int | None,
    task: asyncio.Task[Any] | None,
    worker_threads: Sequence[int],
    activities: Sequence[str],
) -> str:
    """In words: the author's line that holds or awaits, the threads' lines, and what is worked on."""
    parts = [*_stand(thread_id, task), *_threads(worker_threads)]
    if activities:
        parts.append(f"working on {_some(activities)}")
    return "; ".join(parts)


def _stand(thread_id: int | None, task: asyncio.Task[Any] | None) -> Iterator[str]:
    innermost = None if thread_id is None else frame_of(thread_id)
    holder = None if innermost is None else holder_of(innermost)
    if innermost is not None and holder is not None:
        place = _innermost(frames_of_hold(innermost, holder))
        if place:
            yield f"it holds the event loop at {place}"
    elif task is not None:
        place = _innermost(_awaiting(task.get_coro()))
        if place:
            yield f"it awaits at {place}"


def _threads(thread_ids: Sequence[int]) -> Iterator[str]:
    frames = (frame_of(thread_id) for thread_id in thread_ids)
    stacks = ([*frames_outwards(frame)][::-1] for frame in frames if frame is not None)
    places = Counter(place for place in map(_innermost, stacks) if place)
    if places:
        yield "threads at " + _some([f"{place} ({count}x)" for place, count in places.most_common()])


def _awaiting(coroutine: Any) -> Iterator[FrameType]:
    while coroutine is not None:
        for kind, following in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
            frame = getattr(coroutine, f"{kind}_frame", None)
            if frame is not None:
                yield frame
                coroutine = getattr(coroutine, following, None)
                break
        else:
            return


def _innermost(frames: Iterable[FrameType]) -> str:
    chosen = authors_frames(frames)
    return place_of(chosen[-1]).short if chosen else ""


def _some(texts: Sequence[str]) -> str:
    rest = len(texts) - _SHOWN
    return ", ".join(texts[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
