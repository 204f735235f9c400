"""Path segments: an identifier may contain an encoded slash and still is one segment.

Paths are matched as they were sent (see `Door`), and each ``{name:segment}`` is decoded on its own.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Path
from starlette.convertors import Convertor, register_url_convertor


class _Segment(Convertor[str]):
    regex = "[^/]+"

    def convert(self, value: str) -> str:
        """The text that was meant."""
        return unquote(value)

    def to_string(self, value: str) -> str:
        """The text as it is sent."""
        return quote(value, safe="")


register_url_convertor("segment", _Segment())
Segment = Annotated[str, Path()]
"""The annotation of an argument that takes a ``{name:segment}``."""
