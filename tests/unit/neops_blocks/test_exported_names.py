"""What the rooms say they export."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

import neops_blocks
import neops_worker_sdk

ROOMS = sorted(
    found.name
    for package in (neops_blocks, neops_worker_sdk)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if found.ispkg
)


@pytest.mark.parametrize("room", ["neops_blocks", "neops_worker_sdk", *ROOMS])
def test_a_room_says_what_it_is_and_has_what_it_exports(room):
    module = import_module(room)
    assert (module.__doc__ or "").strip()
    assert [name for name in getattr(module, "__all__", ()) if not hasattr(module, name)] == []
