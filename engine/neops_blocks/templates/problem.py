"""What is wrong with a template: as a finding of an analysis, and as the error of compiling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a template from compiling, at characters start..end; suggestions are names that exist."""

    kind: Literal["syntax", "filter", "test"]
    message: str
    start: int
    end: int
    suggestions: tuple[str, ...] = ()


class TemplateSyntaxProblem(ValueError):
    """A template does not compile; `start` and `end` are offsets in its text."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
