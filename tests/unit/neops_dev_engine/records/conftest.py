from __future__ import annotations

from typing import Any

import pytest

from neops_dev_engine.records.contexts import add_context
from neops_dev_engine.records.jobs import NewJob, create_job
from neops_dev_engine.records.workers import register_worker


@pytest.fixture
def new_job(tx):
    """Makes jobs: block, and whatever else `NewJob` takes; their ids."""

    def new(block: str = "p/a:1.0.0", context: dict[str, Any] | None = None, **fields: Any) -> str:
        given = {"parameters": {}, "context_id": add_context(tx, context or {})} | fields
        return create_job(tx, NewJob(block_id=block, **given))

    return new


@pytest.fixture
def worker(tx) -> str:
    return register_worker(tx, "1.0", "w1", None)["uuid"]
