"""`Door`: what every request passes first. Who may come in, how much may be sent, which path is meant."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse

from neops_dev_engine.api.access import LOGIN, below_page
from neops_dev_engine.api.answers import error_answer
from neops_dev_engine.errors import ApiError, BodyTooLarge, Unauthorized

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from neops_dev_engine.api.access import Access

_log = logging.getLogger("neops_dev_engine.requests")
_PATIENCE = 8


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
        status, answered = 0, False

        async def sending(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status = message["status"]
            answered = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        scope["path"] = _path(scope)
        try:
            await self._handle(scope, receive, sending)
        except Exception:
            if not answered:
                raise
            _log.exception("a bug of the engine in %s %s", scope["method"], scope["path"])
        finally:
            if _log.isEnabledFor(logging.INFO):
                took = (time.perf_counter() - began) * 1000
                _log.info("%s %s %s %.0f ms", scope["method"], scope["path"], status or "-", took)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        try:
            self._access.check(scope["method"], scope["path"], headers)
            body = await self._body(headers, receive)
        except ClientDisconnect:
            return
        except ApiError as error:
            await _refusal(scope, headers, error)(scope, receive, send)
        else:
            await self._app(scope, _again(body, receive), send)

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        """All of the body; one that is too large is read to its end, so that its sender reads the answer.

        Raises:
            BodyTooLarge: it is more than allowed.
            ClientDisconnect: the caller has gone.
        """
        announced = headers.get("content-length", "0")
        if announced == "0" and "transfer-encoding" not in headers:
            return b""
        parts: list[bytes] = []
        size, more = 0, True
        while more and size <= _PATIENCE * self._most_body:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            more = message.get("more_body", False)
            part = message.get("body", b"")
            size += len(part)
            if size <= self._most_body:
                parts.append(part)
        if size > self._most_body:
            raise BodyTooLarge(
                f"the body has more than {self._most_body} bytes", hint="submit fewer devices at a time"
            )
        return b"".join(parts)


def _path(scope: Scope) -> str:
    """The path as it was sent, still encoded, without a slash at its end."""
    path: str = scope.get("raw_path", b"").decode("ascii", "replace") or scope["path"]
    return path.rstrip("/") or "/"


def _again(body: bytes, receive: Receive) -> Receive:
    """The body, and then what comes."""
    read = False

    async def next_message() -> Message:
        nonlocal read
        if read:
            return await receive()
        read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_message


def _refusal(scope: Scope, headers: Headers, error: ApiError) -> Response:
    if isinstance(error, Unauthorized):
        of_page = scope["method"] == "GET" or below_page(scope["path"])
        if of_page and "text/html" in headers.get("accept", ""):
            return RedirectResponse(f"{LOGIN}?next={_wanted(scope)}", status_code=303)
        return error_answer(error, {"WWW-Authenticate": "Bearer"})
    return error_answer(error, {"Connection": "close"} if isinstance(error, BodyTooLarge) else None)


def _wanted(scope: Scope) -> str:
    """What was asked for, to go on with after signing in."""
    query = scope["query_string"].decode("ascii", "replace")
    return quote(f"{scope['path']}?{query}" if query else scope["path"], safe="")
