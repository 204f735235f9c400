"""Following the jobs of a submission until all are done, through pauses and restarts of the engine."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from neops_blocks.cli.engine_client import EngineUnavailable
from neops_blocks.cli.engine_desk import say
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neops_blocks.cli.engine_answers import Feed, JobState, SubmissionState
    from neops_blocks.cli.engine_api import EngineApi
    from neops_blocks.cli.picture import Picture

T = TypeVar("T")
LOOK, LONGEST_WAIT, BETWEEN, LATE = 1.0, 20.0, 0.1, 0.4
GIVE_UP = 60.0
UNCLAIMED = 2.0
WAITING, SILENT = "waiting for a worker", "the engine does not answer"
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0


@dataclass
class Follower:
    """Looks at a submission until it is finished.

    Args:
        api: the engine.
        submission_id: what to follow.
        picture: takes what comes.
        waiting_for: called when nobody takes a job for two seconds; says why.
        again: the command that follows the submission again.
    """

    api: EngineApi
    submission_id: str
    picture: Picture
    waiting_for: Callable[[], str | None]
    again: str
    note: str = field(init=False, default="")
    _after: int = field(init=False, default=0)
    _took: float = field(init=False, default=0.0)

    def run(self) -> SubmissionState:
        """The submission when all its jobs are done.

        Raises:
            Problem: the engine has not answered for a minute, or does not know the submission any more.
        """
        idle = Idle()
        state = self._look()
        fresh = not state.finished
        while not state.finished:
            if idle.too_long(state.jobs) and (why := self._patiently(self.waiting_for)):
                say(why)
            self.note = WAITING if all(job.is_waiting for job in state.jobs) else ""
            self._listen(max(LOOK, 10 * self._took))
            state = self._look()
        if fresh:
            time.sleep(LATE)  # workers tell the last things after they have delivered the result
        while (feed := self._next(0)).events and not feed.finished:
            pass
        return state

    def _look(self) -> SubmissionState:
        began = time.monotonic()
        state = self._patiently(lambda: self.api.submission(self.submission_id))
        self._took = time.monotonic() - began
        self.picture.take_state(state)
        return state

    def _listen(self, seconds: float) -> None:
        """Take what is told within some time, or until the submission has to be looked at again."""
        began = time.monotonic()
        while (left := began + seconds - time.monotonic()) > 0:
            if self._next(min(left, LONGEST_WAIT)).finished:
                return
            time.sleep(BETWEEN)
            if self.picture.is_stale and time.monotonic() - began > 10 * self._took:
                return

    def _next(self, wait: float) -> Feed:
        feed = self._patiently(lambda: self.api.events(self.submission_id, self._after, wait))
        self._after = feed.last
        for event in feed.events:
            self.picture.take(event)
        return feed

    def _patiently(self, call: Callable[[], T]) -> T:
        """What a call gives; while the engine does not answer, it is called again for a minute."""
        began, pause, told = time.monotonic(), FIRST_PAUSE, False
        while True:
            try:
                answer = call()
            except EngineUnavailable as error:
                if time.monotonic() - began > GIVE_UP:
                    raise Problem(
                        f"the engine has not answered for {GIVE_UP:g} s: {error.message}",
                        f"its jobs are kept, and go on with it; follow them again: {self.again}",
                    ) from None
                if not told and pause > FIRST_PAUSE:
                    told = True
                    say(f"{error.message}; trying again for {GIVE_UP:g} s")
                self.note = SILENT
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                if told:
                    say("the engine answers again")
                    self.note = ""
                return answer


class Idle:
    """Whether jobs wait although none is worked on, and for how long."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._states: list[str] = []
        self._told = False

    def too_long(self, jobs: Sequence[JobState]) -> bool:
        """Whether that is so for two seconds; once for each time that it happens."""
        states = [job.status for job in jobs]
        idle = any(job.is_waiting for job in jobs) and all(job.is_waiting or job.is_done for job in jobs)
        now = time.monotonic()
        if not idle or states != self._states:
            self._since, self._told = (now if idle else None), False
        self._states = states
        if self._since is None or self._told or now - self._since < UNCLAIMED:
            return False
        self._told = True
        return True
