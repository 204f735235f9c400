"""A real engine over HTTP, and a browser without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from lab.web_pages import Browser
from neops_dev_engine import Settings
from neops_dev_engine.server import started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with (
        started(Settings(database=tmp_path / "engine.sqlite", port=0)) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=30) as client,
    ):
        yield Browser(client)


@pytest.fixture(scope="module")
def shared_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One for all tests of a module, for those that change nothing."""
    with (
        started(Settings(database=tmp_path_factory.mktemp("shared") / "engine.sqlite", port=0)) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=30) as client,
    ):
        yield Browser(client)


@pytest.fixture
def api(browser: Browser) -> httpx.Client:
    """The client, for what programs do."""
    return browser.client
