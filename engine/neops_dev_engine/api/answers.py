"""Answers: JSON, written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from neops_dev_engine.jsontext import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_dev_engine.errors import ApiError

JSON = "application/json"


def json_answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer with a value as its JSON body."""
    return Response(dumps(value), status, headers, JSON)


def text_answer(text: str, status: int = 200) -> Response:
    """An answer whose body is JSON text already."""
    return Response(text, status, media_type=JSON)


def error_answer(error: ApiError, headers: Mapping[str, str] | None = None) -> Response:
    """What a caller is told about an error."""
    return json_answer(error.body(), error.status, headers)
