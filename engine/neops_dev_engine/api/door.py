"""`Door`: what every request passes first. Who may come in, how much may be sent, which path is meant."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse

from neops_dev_engine.api.answers import error_answer
from neops_dev_engine.errors import ApiError, BodyTooLarge, Unauthorized

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from neops_dev_engine.api.access import Access

_log = logging.getLogger("neops_dev_engine.requests")
LOGIN = "/ui/login"


class Door:
    """Middleware around the application.

    Args:
        app: the application.
        access: decides who may come in.
        most_body: bytes.
    """

    def __init__(self, app: ASGIApp, access: Access, most_body: int) -> None:
        self._app = app
        self._access = access
        self._most_body = most_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        scope["path"] = _path(scope)
        try:
            await self._handle(scope, receive, sending)
        finally:
            if _log.isEnabledFor(logging.INFO):
                took = (time.perf_counter() - began) * 1000
                _log.info("%s %s %s %.0f ms", scope["method"], scope["path"], status or "-", took)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        try:
            self._access.check(scope["method"], scope["path"], headers)
            body = await self._body(headers, receive)
        except ApiError as error:
            await _refusal(scope, headers, error)(scope, receive, send)
        else:
            await self._app(scope, _again(body, receive), send)

    async def _body(self, headers: Headers, receive: Receive) -> list[Message]:
        """All of the body.

        Raises:
            BodyTooLarge: it is more than allowed.
        """
        announced = headers.get("content-length", "")
        if announced == "0" or (not announced and "transfer-encoding" not in headers):
            return []
        messages: list[Message] = []
        size = int(announced) if announced.isdecimal() else 0
        while size <= self._most_body:
            message = await receive()
            messages.append(message)
            if message["type"] != "http.request" or not message.get("more_body", False):
                return messages
            size = max(size, sum(len(part.get("body", b"")) for part in messages[-1:]) + _size(messages[:-1]))
        raise BodyTooLarge(
            f"the body has more than {self._most_body} bytes", hint="submit fewer devices at a time"
        )


def _size(messages: list[Message]) -> int:
    return sum(len(message.get("body", b"")) for message in messages)


def _path(scope: Scope) -> str:
    """The path as it was sent, still encoded, without a slash at its end."""
    path: str = scope.get("raw_path", b"").decode("ascii", "replace") or scope["path"]
    return path.rstrip("/") or "/"


def _again(messages: list[Message], receive: Receive) -> Receive:
    """What was received already, and then what comes."""
    waiting = iter(messages)

    async def next_message() -> Message:
        for message in waiting:
            return message
        return await receive()

    return next_message


def _refusal(scope: Scope, headers: Headers, error: ApiError) -> Response:
    if isinstance(error, Unauthorized):
        if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            return RedirectResponse(LOGIN, status_code=303)
        return error_answer(error, {"WWW-Authenticate": "Bearer"})
    return error_answer(error, {"Connection": "close"} if isinstance(error, BodyTooLarge) else None)
