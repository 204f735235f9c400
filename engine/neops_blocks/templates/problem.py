"""The error of a template that does not compile."""

from __future__ import annotations


class TemplateSyntaxProblem(ValueError):
    """A template is not valid; `start` and `end` are offsets in its text."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
