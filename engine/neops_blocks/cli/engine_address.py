"""Where an engine is, and the token that an engine is started with."""

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
TOKEN_ENV = "ENGINE_TOKEN"  # noqa: S105 - the name of a variable


@dataclass(frozen=True)
class Address:
    """The base URL of an engine, without a slash at its end, as the settings of a worker give it."""

    url: str

    @property
    def host(self) -> str:
        """Name or address of the machine."""
        return urlsplit(self.url).hostname or ""

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
        host = self.host
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    @property
    def is_readable_on_the_way(self) -> bool:
        """Whether others on the network can read what is sent."""
        return urlsplit(self.url).scheme == "http" and not self.is_this_machine


def token(file: Path | None, env: Mapping[str, str]) -> str | None:
    """The token in a file, else of the environment; None if there is none.

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
    if not all("!" <= char <= "~" for char in text):
        raise Problem(f"{source} holds something that is no token: one word of ASCII is expected")
    return text or None
