"""The style sheet and the script, under addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from fastapi import APIRouter
from starlette.responses import Response

from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.errors import NotFound

_TYPES = {"page.css": "text/css", "page.js": "text/javascript"}
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Asset(NamedTuple):
    """A file, and a short text that is another one when the file is."""

    content: bytes
    mark: str


@cache
def asset(name: str) -> Asset:
    """One of the files. Raises NotFound."""
    if name not in _TYPES:
        raise NotFound(f"there is no file {name}")
    content = files("neops_dev_engine.page").joinpath("static", name).read_bytes()
    return Asset(content, hashlib.blake2b(content, digest_size=6).hexdigest())


def asset_url(name: str) -> str:
    """Where a browser gets a file; it may keep it."""
    return f"/ui/static/{name}?{asset(name).mark}"


def router() -> APIRouter:
    """The files below ``/ui/static``."""
    routes = APIRouter()

    @routes.get("/ui/static/{name:segment}")
    async def static(name: Segment) -> Response:
        """One file."""
        return Response(asset(name).content, headers=_HEADERS, media_type=_TYPES[name])

    return routes
