"""Importing all blocks below a directory into the current registry, the way the published SDK does."""

from __future__ import annotations

from pathlib import Path

from neops_worker_sdk.logger import logger_for
from neops_worker_sdk.registry.current import current_registry
from neops_worker_sdk.registry.python_reader import blocks_of
from neops_worker_sdk.utils.block_files import block_files


def recursively_import_modules(directory: str) -> None:
    """Import every file below `directory` that may hold blocks; nothing if it does not exist.

    `discovery.discover` does the same without stopping at a bad file.

    Raises:
        BaseException: whatever a file raises; an ImportError is logged first.
    """
    if not Path(directory).is_dir():
        return
    logger = logger_for(recursively_import_modules)
    for path in block_files(Path(directory)):
        try:
            blocks = blocks_of(path)
        except ImportError as error:
            logger.error(f"{path} cannot be imported: {error}")
            raise
        for block in blocks:
            current_registry().register(block.cls, block.registration)
