"""Where an engine is, and the token that it asks for: what the options and the environment say, checked."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEFAULT = "http://127.0.0.1:3030"
URL_ENV = "URL_BLACKBOARD"
TOKEN_ENV = "ENGINE_TOKEN"  # noqa: S105 - the name of a variable
_EXAMPLE = f"an example: --engine {DEFAULT}"


@dataclass(frozen=True)
class Address:
    """The base URL of an engine, without a slash at its end."""

    url: str
    host: str

    @property
    def page(self) -> str:
        """What a person opens in a browser."""
        return f"{self.url}/ui"

    def page_of(self, submission_id: str) -> str:
        """The part of the page about a submission."""
        return f"{self.page}/submissions/{quote(submission_id, safe='')}"

    @property
    def is_this_machine(self) -> bool:
        """Whether nothing that is sent there leaves the machine."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_readable_on_the_way(self) -> bool:
        """Whether others on the network can read what is sent."""
        return self.url.startswith("http:") and not self.is_this_machine


def address(url: str) -> Address:
    """The address that a URL names. Raises Problem."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Problem(f"{url!r} is no address of an engine: {error}", _EXAMPLE) from None
    if parts.scheme == "temporal":
        raise Problem("jobs are submitted to a neops engine, not to Temporal", _EXAMPLE)
    if "@" in parts.netloc:
        raise Problem(
            "the address of the engine must not have a user or password in it",
            f"a token is given in {TOKEN_ENV} or --token-file",
        )
    if parts.scheme not in ("http", "https") or not host or not _is_plain(url) or parts.query:
        raise Problem(f"{url!r} is no address of an engine", _EXAMPLE)
    return Address(url.partition("#")[0].rstrip("/"), host)


def token(file: Path | None, env: Mapping[str, str]) -> str | None:
    """The token to send: of `--token-file`, else of the environment; None if there is none.

    Raises:
        Problem: it cannot be a token.
        OSError: the file cannot be read.
    """
    source = str(file or TOKEN_ENV)
    try:
        text = (env.get(TOKEN_ENV, "") if file is None else file.read_text(encoding="utf-8")).strip()
    except UnicodeDecodeError:
        raise Problem(f"{source} is not text: a token is expected there") from None
    if file is not None and not text:
        raise Problem(f"{source} is empty: a token is expected there")
    if not _is_plain(text):
        raise Problem(f"{source} holds something that is no token: one word of ASCII is expected")
    return text or None


def _is_plain(text: str) -> bool:
    return text.isascii() and all("!" <= char <= "~" for char in text)
