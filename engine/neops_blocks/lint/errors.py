"""What is wrong with how the linter is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class ConfigurationError(ValueError):
    """Settings of the linter are wrong; every problem is named.

    Attributes:
        problems: one text for each, which says what to do.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
