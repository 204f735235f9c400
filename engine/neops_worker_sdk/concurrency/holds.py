"""What has held an event loop: one hold while it lasts, and the record of all of a job's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neops_worker_sdk.concurrency.places import Place, authors_frames, place_of
from neops_worker_sdk.concurrency.stacks import activity_in, callback_of, frames_of_hold

if TYPE_CHECKING:
    from types import FrameType


@dataclass(frozen=True)
class BlockingEvent:
    """One place that held a job's event loop for longer than the threshold.

    Attributes:
        place: the innermost line of the author's code; for a callback without any, the callback.
        activity: what the task was working on when it was first seen, or empty.
        duration: seconds, of all its holds together.
        count: how many times it held the loop.
        frames: how the code got there, outermost first.
    """

    place: Place
    activity: str
    duration: float
    count: int
    frames: tuple[Place, ...]

    @property
    def sentence(self) -> str:
        """What held the loop, where, and for how long."""
        place = self.place
        where = f"{place.file}:{place.line} in {place.function}" if place.file else place.function
        at = f", at {self.activity}" if self.activity else ""
        code = f": {place.source}" if place.source else ""
        return f"blocking code held the event loop for {self.duration:.2f} s{at}: {where}{code}"


@dataclass
class Hold:
    """A callback that is running.

    Attributes:
        holder: its frame; kept, so that no other callback can have the same identity.
        began: monotonic seconds, as well as it is known.
        seen: when it was last seen.
        effective: seconds that count against the threshold.
        event: set when the threshold was passed.
    """

    holder: FrameType
    began: float
    seen: float
    effective: float = 0.0
    event: BlockingEvent | None = None


class Record:
    """The events of one job, one per place."""

    def __init__(self) -> None:
        self._events: dict[tuple[str, int, str], BlockingEvent] = {}

    def events(self) -> tuple[BlockingEvent, ...]:
        """In the order in which the places were first seen."""
        return tuple(self._events.values())

    def add(self, event: BlockingEvent) -> bool:
        """Count one more hold; True if its place is new."""
        key = _key(event)
        known = self._events.get(key)
        self._events[key] = replace(known, count=known.count + 1) if known else event
        return known is None

    def lasted(self, event: BlockingEvent, seconds: float) -> None:
        """Add the length of a hold that has ended."""
        known = self._events[_key(event)]
        self._events[_key(event)] = replace(known, duration=known.duration + seconds)


def describe(innermost: FrameType, holder: FrameType) -> BlockingEvent:
    """What holds the loop, as the author should see it."""
    frames = tuple(place_of(frame) for frame in authors_frames(frames_of_hold(innermost, holder)))
    place = frames[-1] if frames else Place(file="", line=0, function=callback_of(holder))
    return BlockingEvent(place=place, activity=activity_in(holder), duration=0.0, count=1, frames=frames)


def _key(event: BlockingEvent) -> tuple[str, int, str]:
    place = event.place
    return (place.file, place.line, "" if place.file else place.function)
