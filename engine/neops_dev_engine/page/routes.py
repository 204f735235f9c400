"""`PageRoute`: what goes wrong below ``/ui`` is told on a page, not in JSON."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from neops_dev_engine.errors import ApiError
from neops_dev_engine.page.rendering import Page, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.requests import Request
    from starlette.responses import Response

_log = logging.getLogger("neops_dev_engine")
_TITLES = {
    400: "This cannot be read",
    401: "Please sign in",
    403: "Not from here",
    404: "There is no such thing",
    413: "This is too much",
    500: "This is a bug of the engine",
    503: "The database cannot be written",
}


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """Says what went wrong, and what to do about it."""

    template: ClassVar[str] = "error"
    parts: ClassVar[tuple[str, ...]] = ()
    title: str
    message: str
    hint: str | None = None


class PageRoute(APIRoute):
    """A route whose errors are pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the errors it may raise answered."""
        handle = super().get_route_handler()

        async def handle_and_tell(request: Request) -> Response:
            try:
                return await handle(request)
            except Exception as error:  # noqa: BLE001 - it is logged where it is unexpected
                return await told(request, error)

        return handle_and_tell


async def told(request: Request, error: Exception) -> Response:
    """The page about an error."""
    hint = None
    if isinstance(error, ApiError):
        status, message, hint = error.status, error.message, error.hint
    elif isinstance(error, HTTPException):
        status, message = error.status_code, str(error.detail)
    elif isinstance(error, RequestValidationError):
        status = 400
        message = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors())
    else:
        _log.error("a page failed: %s %s", request.method, request.url.path, exc_info=error)
        status = 500
        message = f"{type(error).__name__} in {request.method} {request.url.path}"
        hint = "the engine's log has the details"
    page = ErrorPage(title=_TITLES.get(status, "This did not work"), message=message, hint=hint)
    return await answer(request, page, status)
