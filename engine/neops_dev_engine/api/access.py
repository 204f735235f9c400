"""Who may call: with a token, who knows it; on loopback, nobody whose web page sent the user's browser."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from neops_dev_engine.errors import Refused, Unauthorized, WrongMediaType

if TYPE_CHECKING:
    from starlette.datastructures import Headers

COOKIE = "neops_engine"
_READS = frozenset({"GET", "HEAD"})
LOGIN = "/ui/login"
_STATIC = "/ui/static/"
_PAGE = "/ui"


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Access:
    """Decides about requests.

    Args:
        host: the address the engine listens on.
        token: that every request must carry, if given.
    """

    def __init__(self, host: str, token: str | None) -> None:
        self._local = is_loopback(host)
        self._token = token

    @property
    def needs_token(self) -> bool:
        """Whether requests must carry a token."""
        return self._token is not None

    def check(self, method: str, path: str, headers: Headers) -> None:
        """Let a request pass.

        Raises:
            Refused: it is meant for another host, or a foreign web page sent it.
            WrongMediaType: its body is none that only a program can send.
            Unauthorized: it lacks the token.
        """
        if self._local:
            _check_host(headers)
        if method not in _READS:
            _check_origin(headers)
            if not below_page(path):
                _check_media_type(headers)
        if path != LOGIN and not path.startswith(_STATIC) and not self.knows_token(headers):
            raise Unauthorized("this engine needs its token", hint="send it: Authorization: Bearer TOKEN")

    def knows_token(self, headers: Headers) -> bool:
        """Whether a request carries the token, or the cookie of the page."""
        if self._token is None:
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.is_token(given.strip()):
            return True
        return _equal(_cookie(headers), self.cookie())

    def is_token(self, given: str) -> bool:
        """Whether a text is the token."""
        return self._token is not None and _equal(given, self._token)

    def cookie(self) -> str:
        """The value of the page's cookie (`COOKIE`): proves that its owner knew the token."""
        return hmac.new(
            (self._token or "").encode(), b"page of the development engine", hashlib.sha256
        ).hexdigest()


def _equal(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())


def _cookie(headers: Headers) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if morsel is None else morsel.value


def below_page(path: str) -> bool:
    """Whether a path is one of the page's."""
    return path == _PAGE or path.startswith(f"{_PAGE}/")


def _check_host(headers: Headers) -> None:
    """A name that somebody else's DNS server made point here is not ours."""
    if not is_loopback(_host_of(f"//{headers.get('host', '')}")):
        raise Refused(
            "this engine listens on this machine only, and the request names another host",
            hint="use http://127.0.0.1 or http://localhost, or start the engine with --host",
        )


def _check_origin(headers: Headers) -> None:
    """Browsers say which page makes them send a request; programs say nothing."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    own = f"//{headers.get('host', '')}".lower()
    if site not in ("none", "same-origin") or (origin is not None and not origin.lower().endswith(f":{own}")):
        raise Refused("the request was sent by the page of another site")


def _check_media_type(headers: Headers) -> None:
    """An HTML form can send anything but JSON."""
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    if given == "application/json" or (given.startswith("application/") and given.endswith("+json")):
        return
    empty = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
    if given or not empty:
        raise WrongMediaType(
            f"the body is {given or 'of no type'}", hint="send JSON, with Content-Type: application/json"
        )


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
