"""JSON text as the engine stores and sends it: compact, UTF-8, never NaN."""

from __future__ import annotations

import json
from typing import Any

from neops_dev_engine.errors import NotJson


def dumps(value: Any) -> str:
    """The JSON text of a value. Raises NotJson for NaN and infinities, which parsers make of ``1e999``."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError as error:
        raise NotJson(f"the body has a value that is none in JSON: {error}") from None


def loads(text: str) -> Any:
    """The value of JSON text that the engine wrote itself."""
    return json.loads(text)


def loads_or_none(text: str | None) -> Any:
    """The same for text that may be absent."""
    return None if text is None else json.loads(text)
