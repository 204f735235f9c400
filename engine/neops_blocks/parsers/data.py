"""json, jmespath and lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from neops_blocks.diagnostics import ParseFailed
from neops_blocks.parsers.port import ParseInput, ParserSpecError, no_match


class Json:
    """The whole output is one JSON value."""

    def parse(self, text: Any, about: ParseInput) -> Any:
        """The value."""
        try:
            return json.loads(str(text))
        except (ValueError, RecursionError) as error:
            raise no_match("the output is no JSON", text) from error


class Lines:
    """The lines that are not blank."""

    def parse(self, text: Any, about: ParseInput) -> list[str]:
        """The lines."""
        return [line for line in str(text).splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class JmesPath:
    """A JMESPath expression, on data or on JSON text."""

    compiled: Any

    def parse(self, text: Any, about: ParseInput) -> Any:
        """What it finds."""
        data = Json().parse(text, about) if isinstance(text, str) else text
        try:
            found = self.compiled.search(data)
        except Exception as error:
            raise ParseFailed(f"the JMESPath expression failed: {type(error).__name__}") from error
        if found is None:
            raise ParseFailed("the JMESPath expression found nothing")
        return found


def jmespath_parser(expression: str) -> JmesPath:
    """The parser of an expression.

    Raises:
        ParserSpecError: it is not valid.
    """
    import jmespath

    try:
        return JmesPath(jmespath.compile(expression))
    except Exception as error:
        raise ParserSpecError(f"the JMESPath expression is not valid: {error}") from error
