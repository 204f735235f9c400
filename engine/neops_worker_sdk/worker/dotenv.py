"""The `.env` file of the working directory; the environment of the process stays as it is."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = ".env"


def read_dotenv(directory: Path) -> dict[str, str]:
    """The variables in the file; none if there is no file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no UTF-8 text, or a line of it makes no sense.
    """
    path = directory / FILE
    if not os.path.isfile(path):  # noqa: PTH113 - false where we may not look, instead of an error
        return {}
    from dotenv import dotenv_values
    from dotenv.parser import parse_stream

    text = path.read_text(encoding="utf-8-sig")
    wrong = [binding.original for binding in parse_stream(io.StringIO(text)) if binding.error]
    if wrong:
        where = ", ".join(f"line {original.line}" for original in wrong)
        raise ValueError(f"{where}: write NAME=value, with quotes around a value that has white space")
    return {
        name: value for name, value in dotenv_values(stream=io.StringIO(text)).items() if value is not None
    }
