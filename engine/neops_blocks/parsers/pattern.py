"""`{regex: pattern, many: true}`: what a regular expression finds in the output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.parsers.port import ParserSpecError, failed, no_match, read_text

if TYPE_CHECKING:
    from neops_blocks.parsers.port import ParseInput

REGEX_SECONDS = 2.0
"""Matching for longer than this means a pattern that tries too many ways."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Searched anywhere in the output; flags are the author's, as in `(?m)^Vlan`."""

    compiled: Any
    many: bool
    seconds: float = REGEX_SECONDS

    def parse(self, text: Any, about: ParseInput) -> Any:
        """The named groups, else the only group, else a list; a list of those with `many`."""
        output = read_text(text, "regex", about)
        try:
            found = self._find(output)
        except TimeoutError as error:
            raise failed(
                f"the regular expression takes longer than {self.seconds:g} s",
                about,
                hint="repetitions inside repetitions, such as (a+)+, try every way to divide the text",
            ) from error
        if not found:
            raise no_match("the regular expression does not match", output, about)
        return found if self.many else found[0]

    def _find(self, text: str) -> list[Any]:
        if self.many:
            return [self._of(match) for match in self.compiled.finditer(text, timeout=self.seconds)]
        match = self.compiled.search(text, timeout=self.seconds)
        return [] if match is None else [self._of(match)]

    def _of(self, match: Any) -> Any:
        if self.compiled.groupindex:
            return match.groupdict()
        groups = match.groups()
        return match.group() if not groups else groups[0] if len(groups) == 1 else list(groups)


def pattern(text: str, *, many: bool) -> Pattern:
    """The parser of a pattern.

    Raises:
        ParserSpecError: it is not valid.
    """
    import regex

    try:
        return Pattern(regex.compile(text), many)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        raise ParserSpecError(f"the regular expression is not valid: {error}") from error
