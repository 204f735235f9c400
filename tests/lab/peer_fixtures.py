"""The interpreters of the peers; a test that asks for one is skipped, with the reason, where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lab.peers import PeerUnavailable, peer_python

if TYPE_CHECKING:
    from pathlib import Path

MAKING = 900  # seconds; the first test on a machine waits for the environment to be made


def _or_skip(name: str) -> Path:
    try:
        return peer_python(name)
    except PeerUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def published_python() -> Path:
    """Python with the published worker SDK and client."""
    return _or_skip("published")


@pytest.fixture(scope="session")
def client_python() -> Path:
    """Python with the published client and what our SDK needs; `peer_environment(our_sdk=True)` adds that."""
    return _or_skip("client")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"published_python", "client_python"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.timeout(MAKING))
