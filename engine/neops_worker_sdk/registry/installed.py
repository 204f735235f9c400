"""The readers of blocks that installed packages offer."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from neops_worker_sdk.registry.python_reader import PythonReader

if TYPE_CHECKING:
    from neops_worker_sdk.registry.readers import BlockReader

ENTRY_POINTS = "neops_worker_sdk.block_readers"


def installed_readers() -> tuple[list[BlockReader], list[str]]:
    """Python's reader and those of entry points, and why some of them cannot be used."""
    readers: list[BlockReader] = [PythonReader()]
    faults = []
    for offered in entry_points(group=ENTRY_POINTS):
        try:
            readers.append(offered.load()())
        except Exception as error:  # noqa: BLE001 - another package's code
            faults.append(f"the block reader {offered.value} cannot be used: {type(error).__name__}: {error}")
    return readers, faults
