"""A real database in a file, and transactions in it without an event loop."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from neops_dev_engine.storage import Database, Transaction
from neops_dev_engine.storage.connections import open_writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / "engine.sqlite")
    yield database
    await database.aclose()


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with contextlib.closing(open_writer(tmp_path / "engine.sqlite")) as connection:
        yield Transaction(connection)
