"""Standard output and standard error take any text, whatever the locale can encode."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_ESCAPED = "neops_escaped"


def escape_what_does_not_fit(*streams: TextIO | None) -> None:
    """Write characters that a stream cannot encode as JSON escapes, which keeps JSON output valid.

    Among them are the bytes of file names that are not text (lone surrogates), which not even UTF-8 encodes.
    """
    codecs.register_error(_ESCAPED, _escape)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2)), error.end
