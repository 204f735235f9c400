"""Signing in, where the engine was started with a token: once, the browser remembers it in a cookie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import RedirectResponse, Response

from neops_dev_engine.api.access import COOKIE
from neops_dev_engine.page.forms.reading import read_form
from neops_dev_engine.page.rendering import HEADERS, Page, answer
from neops_dev_engine.page.routes import PageRoute

if TYPE_CHECKING:
    from neops_dev_engine.api.access import Access

_HOME = "/ui"
_LOGIN = "/ui/login"


@dataclass(frozen=True, kw_only=True)
class LoginPage(Page):
    """Asks for the token."""

    template: ClassVar[str] = "login"
    parts: ClassVar[tuple[str, ...]] = ()
    next: str
    wrong: bool = False


def router(access: Access) -> APIRouter:
    """The pages to sign in and out."""
    routes = APIRouter(route_class=PageRoute)

    @routes.get(_LOGIN)
    async def form(request: Request, next: str = _HOME) -> Response:  # noqa: A002 - the name in the address
        """The form; who is signed in goes on."""
        target = _own(next)
        if access.knows_token(request.headers):
            return RedirectResponse(target, 303, HEADERS)
        return await answer(request, LoginPage(next=target))

    @routes.post(_LOGIN)
    async def sign_in(request: Request) -> Response:
        """Remember the token, if it is the one."""
        form = await read_form(request)
        target = _own(form.text("next") or _HOME)
        if not access.is_token(form.text("token").strip()):
            return await answer(request, LoginPage(next=target, wrong=True), 401)
        response = RedirectResponse(target, 303, HEADERS)
        response.set_cookie(
            COOKIE,
            access.cookie(),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    @routes.post("/ui/logout")
    async def sign_out(request: Request) -> Response:
        """Forget it."""
        await read_form(request)
        response = RedirectResponse(_LOGIN, 303, HEADERS)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response

    return routes


def _own(target: str) -> str:
    """Where to go on: a page of this engine, whatever was asked for."""
    own = target == _HOME or target.startswith((f"{_HOME}/", f"{_HOME}?"))
    return target if own and target.isprintable() and "\\" not in target else _HOME
