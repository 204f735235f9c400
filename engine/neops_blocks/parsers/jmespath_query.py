"""`{jmespath: expression}`: pick from what was parsed before, or from output that is JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.parsers.json_text import Json
from neops_blocks.parsers.port import ParserSpecError, failed

if TYPE_CHECKING:
    from neops_blocks.parsers.port import ParseInput


@dataclass(frozen=True, slots=True)
class JmesPath:
    """A compiled expression; finding nothing (null) is no match, an empty list is a result."""

    expression: str
    compiled: Any

    def parse(self, text: Any, about: ParseInput) -> Any:
        """What it finds."""
        data = Json().parse(text, about) if isinstance(text, str) else text
        try:
            found = self.compiled.search(data)
        except Exception as error:
            raise failed(f"jmespath {self.expression!r} failed: {error}", about) from error
        if found is None:
            raise failed(
                f"jmespath {self.expression!r} finds nothing",
                about,
                hint="compare the expression with what the parser before it gives",
            )
        return found


def jmespath_parser(expression: str) -> JmesPath:
    """The parser of an expression.

    Raises:
        ParserSpecError: it is not valid.
    """
    import jmespath

    try:
        return JmesPath(expression, jmespath.compile(expression))
    except Exception as error:
        raise ParserSpecError(f"the JMESPath expression is not valid: {error}") from error
