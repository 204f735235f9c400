"""Where the example blocks are."""

from __future__ import annotations

from pathlib import Path

import pytest

from neops_worker_sdk.workflow import temporary_ids  # noqa: F401 - draws at its import, hypothesis forbids it later


@pytest.fixture
def fixtures() -> Path:
    return Path(__file__).parent / "fixtures"
