"""Blocks of Python files."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from neops_worker_sdk.registry.current import collecting
from neops_worker_sdk.registry.decorator import REGISTRATION
from neops_worker_sdk.registry.importing import import_file
from neops_worker_sdk.registry.store import Registered, Registry
from neops_worker_sdk.utils.block_files import may_hold_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType


class PythonReader:
    """Imports ``.py`` files."""

    def may_hold_blocks(self, file: Path) -> bool:
        """Whether `file` is Python, no test and no ``__init__.py``."""
        return may_hold_blocks(file)

    def blocks_of(self, file: Path) -> list[Registered]:
        """Import `file` and list the blocks it defines."""
        return blocks_of(file)


def blocks_of(path: Path) -> list[Registered]:
    """Import one Python file and list the blocks it defines, also if it was imported before.

    Raises:
        BaseException: whatever the file raises; an identifier used twice is a DuplicateBlockError.
    """
    with collecting(Registry()) as found:
        module = import_file(path)
    for cls in vars(module).values():
        if _is_block_of(module, cls):
            found.register(cls, getattr(cls, REGISTRATION))
    return list(found.function_blocks.values())


def forget_modules(directories: Iterable[Path]) -> None:
    """Let the next import of any file below `directories` read it again."""
    places = [directory.resolve() for directory in directories]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and any(Path(file).resolve().is_relative_to(place) for place in places):
            del sys.modules[name]


def _is_block_of(module: ModuleType, value: object) -> bool:
    return inspect.isclass(value) and value.__module__ == module.__name__ and REGISTRATION in vars(value)
