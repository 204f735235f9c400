"""HTML answers: templates that escape everything, headers that keep scripts of others out."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from neops_dev_engine.clock import iso, now
from neops_dev_engine.identifiers import parse_reference
from neops_dev_engine.page import text
from neops_dev_engine.page.assets import asset_url
from neops_dev_engine.version import version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

OK = 200
PART = "neops-part"
"""The header that asks for a part of a page only."""

NAVIGATION = (
    ("Overview", "/ui"),
    ("Blocks", "/ui/blocks"),
    ("Jobs", "/ui/jobs"),
    ("Workflows", "/ui/workflows"),
)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a page shows.

    Attributes:
        template: its template is ``NAME.html``; the part that changes by itself is in ``NAME.live.html``.
        place: which entry of the navigation it belongs to.
        parts: what of it can be asked for alone.
        live: whether it goes on changing by itself.
    """

    template: ClassVar[str]
    place: ClassVar[str] = ""
    parts: ClassVar[tuple[str, ...]] = ("live",)
    live: bool = False


async def answer(
    request: Request, page: Page, status: int = OK, headers: Mapping[str, str] | None = None
) -> Response:
    """A page; or a part of it, or that nothing of it has changed, if that is what is asked for."""
    part = request.headers.get(PART)
    wanted = f".{part}" if part in page.parts else ""
    mark = f'"{hashlib.blake2b(repr(page).encode("utf-8", "replace"), digest_size=12).hexdigest()}"'
    more = {**HEADERS, **(headers or {}), "ETag": mark, "Neops-Live": "yes" if page.live else "no"}
    if wanted and status == OK and request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=more)
    template = _environment().get_template(f"{page.template}{wanted}.html")
    context = {
        "page": page,
        "mark": mark,
        "now": now(),
        "url": request.url,
        "engine": str(request.base_url).rstrip("/"),
        "signed_in": getattr(request.state, "signed_in", False),
    }
    html = await asyncio.to_thread(template.render, context)
    return Response(html.encode("utf-8", "replace"), status, more, "text/html")


def segment(value: str) -> str:
    """A text as one segment of a path."""
    return quote(value, safe="")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("neops_dev_engine.page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=text.visible,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "age": text.age,
        "clock_time": text.clock_time,
        "duration": text.duration,
        "iso": iso,
        "moment": text.moment,
        "segment": segment,
    }
    functions: dict[str, Any] = {
        "navigation": NAVIGATION,
        "asset": asset_url,
        "block_url": block_url,
        "workflow_url": workflow_url,
        "plural": text.plural,
        "version": version(),
    }
    environment.globals.update(functions)
    return environment


def block_url(block_id: str) -> str:
    """The path of a block's page; for a reference that leaves out parts, the list of blocks."""
    return _url("/ui/blocks", block_id)


def workflow_url(workflow_id: str) -> str:
    """The path of a workflow's page."""
    return _url("/ui/workflows", workflow_id)


def _url(place: str, identifier: str) -> str:
    reference = parse_reference(identifier)
    if reference is None or not reference.exact:
        return place
    parts = (reference.package, reference.name, ".".join(map(str, reference.version)))
    return f"{place}/{'/'.join(map(segment, parts))}"
