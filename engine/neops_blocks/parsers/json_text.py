"""`json`: output that is one JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from neops_blocks.parsers.port import no_match, read_text

if TYPE_CHECKING:
    from neops_blocks.parsers.port import ParseInput


class Json:
    """Strict: only white space may stand around the document; NaN and Infinity are not JSON."""

    def parse(self, text: Any, about: ParseInput) -> Any:
        """The document."""
        output = read_text(text, "json", about)
        try:
            return json.loads(output, parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            what = f"{error.msg} at line {error.lineno}, column {error.colno}"
        except RecursionError:
            what = "it is nested too deeply"
        except ValueError as error:
            what = str(error)
        hint = "does the command ask the device for JSON?"
        raise no_match(f"the output is not JSON: {what}", output, about, hint=hint)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")
