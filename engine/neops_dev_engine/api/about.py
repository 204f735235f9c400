"""What the engine says of itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import RedirectResponse, Response

from neops_dev_engine.api.answers import json_answer
from neops_dev_engine.api.bodies import Body, body_of
from neops_dev_engine.api.license import LICENSE
from neops_dev_engine.version import EXTENSIONS, version


class Library(Body):
    """A client that asks whether it fits: its version, and what it is."""

    version: str
    library: str


def router() -> APIRouter:
    """Version, health and what the published API asks of an engine besides."""
    routes = APIRouter(tags=["about"])

    @routes.get("/")
    async def root(request: Request) -> Response:
        """The engine's name; the page for browsers."""
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/ui", 303)
        return json_answer(f"neops development engine {version()}")

    @routes.get("/version")
    async def engine_version() -> Response:
        """The engine's version."""
        return json_answer({"version": version()})

    @routes.post("/version/compatibility", status_code=201)
    async def compatibility(body: Annotated[Library, Depends(body_of(Library))]) -> Response:
        """Whether a client fits. All do; those that know the extensions may use them."""
        said = {"compatible": True, "deprecated": False, "version": version(), "extensions": EXTENSIONS}
        return json_answer(said | {"checkedLibrary": body.library, "checkedVersion": body.version}, 201)

    @routes.get("/health")
    async def health() -> Response:
        """The engine answers, so it lives."""
        return json_answer({"healthy": True, "status": "ok"})

    @routes.get("/license")
    async def license_() -> Response:
        """This engine has no limits."""
        return json_answer(LICENSE)

    @routes.get("/me")
    async def me() -> Response:
        """Everybody is nobody in particular."""
        return json_answer({"anonymous": True, "mode": "disabled"})

    return routes
