"""When to poll and how many jobs to claim."""

from __future__ import annotations

FIRST_PAUSE = 0.1
HORIZON = 0.25
_WEIGHT = 0.3


class Pace:
    """At once after a job; from 0.1 s on twice as long after every poll without one, up to `longest` seconds.

    As many jobs are claimed as are expected to start within a quarter of a second, by how long the last ones
    took: a worker never claims what another one could start sooner.

    Args:
        longest: the longest pause between two polls, in seconds.
        most: the most jobs to claim at once.
    """

    def __init__(self, longest: float, most: int) -> None:
        self._longest = longest
        self._most = most
        self._pause = 0.0
        self._seconds: float | None = None

    @property
    def pause(self) -> float:
        """Seconds until the next poll."""
        return self._pause

    @property
    def limit(self) -> int:
        """How many jobs to claim."""
        if self._seconds is None:
            return 1
        return max(1, min(self._most, int(HORIZON / max(self._seconds, 1e-4))))

    def found(self) -> None:
        """A poll gave jobs."""
        self._pause = 0.0

    def nothing(self, *, waited: bool) -> None:
        """A poll gave none; `waited` if the engine has held it back until then."""
        self._pause = 0.0 if waited else self._slower()

    def failed(self) -> None:
        """A poll failed."""
        self._pause = self._slower()

    def took(self, seconds: float) -> None:
        """A job has taken that long."""
        before = seconds if self._seconds is None else self._seconds
        self._seconds = max(seconds, before + _WEIGHT * (seconds - before))

    def _slower(self) -> float:
        return min(self._longest, max(FIRST_PAUSE, self._pause * 2))
