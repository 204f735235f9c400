"""{regex: ..., many: true}: a regular expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from neops_blocks.diagnostics import ParseFailed
from neops_blocks.parsers.port import REGEX_SECONDS, ParseInput, ParserSpecError, no_match


@dataclass(frozen=True, slots=True)
class Pattern:
    """Named groups make a mapping, one group its text, several a list, none the match."""

    compiled: Any
    many: bool

    def parse(self, text: Any, about: ParseInput) -> Any:
        """What the first match holds, or every match with `many`."""
        try:
            matches = self.compiled.finditer(str(text), timeout=REGEX_SECONDS)
            found = [self._of(match) for match in (matches if self.many else _first(matches))]
        except TimeoutError as error:
            raise ParseFailed(f"the regular expression takes longer than {REGEX_SECONDS:g} s") from error
        if not found:
            raise no_match("the regular expression does not match", text)
        return found if self.many else found[0]

    def _of(self, match: Any) -> Any:
        if self.compiled.groupindex:
            return match.groupdict()
        groups = match.groups()
        return match.group() if not groups else groups[0] if len(groups) == 1 else list(groups)


def _first(matches: Any) -> list[Any]:
    found = next(matches, None)
    return [] if found is None else [found]


def pattern(text: str, *, many: bool) -> Pattern:
    """The parser of a pattern.

    Raises:
        ParserSpecError: it is not valid.
    """
    import regex

    try:
        return Pattern(regex.compile(text, regex.MULTILINE), many)
    except regex.error as error:
        raise ParserSpecError(f"the regular expression is not valid: {error}") from error
