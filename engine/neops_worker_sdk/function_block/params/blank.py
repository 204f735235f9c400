"""Absent values that an engine sends as blank text."""

from __future__ import annotations

from typing import Any

from pydantic import BeforeValidator


def _none_if_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


BLANK_IS_NONE = BeforeValidator(_none_if_blank)
