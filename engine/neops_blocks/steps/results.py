"""What a step leaves behind, as later expressions read it: `steps.<id>.<field>`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


class StepResult(dict[str, Any]):
    """The result of one step on one device, or of one `once` step.

    Always has `ok`, `skipped`, `error` (null, or code, message, hint), `attempts`, `elapsed` (seconds), and
    the fields of the step's kind if the step was done.
    """

    def __init__(
        self, *, step: str, host: str | None, fields: Mapping[str, Any] | None = None, **common: Any
    ) -> None:
        defaults = {"ok": True, "skipped": False, "error": None, "attempts": 0, "elapsed": 0.0}
        super().__init__({**defaults, **common, **(fields or {})})
        self.step = step
        self.host = host

    def explain_missing(self, name: str) -> str:
        """Why the field is not there."""
        place = f" on {self.host}" if self.host else ""
        if self["skipped"]:
            return f"step '{self.step}' was skipped{place}, it has no '{name}': allow for that by default(…)"
        if self["error"]:
            return f"step '{self.step}' failed{place} ({self['error']['message']}), it has no '{name}'"
        return f"step '{self.step}' has no field '{name}'; it has {', '.join(sorted(self))}"


class StepsView(Mapping[str, StepResult]):
    """The results in reach of an expression; layers of results, the first that has a step wins."""

    def __init__(self, *layers: Mapping[str, StepResult], host: str | None = None) -> None:
        self._layers = layers
        self._host = host

    def __getitem__(self, step: str) -> StepResult:
        for layer in self._layers:
            if step in layer:
                return layer[step]
        raise KeyError(step)

    def __iter__(self) -> Iterator[str]:
        return iter({step: None for layer in self._layers for step in layer})

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def explain_missing(self, name: str) -> str:
        """Why there is no result of that step."""
        place = f" on {self._host}" if self._host else ""
        return f"step '{name}' has no result here{place}: it has not run, or has no such id"
