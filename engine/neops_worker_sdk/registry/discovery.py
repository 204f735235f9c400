"""Finding the blocks below a directory; a bad file costs that file only."""

from __future__ import annotations

import inspect
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from neops_worker_sdk.registry.current import collecting
from neops_worker_sdk.registry.decorator import REGISTRATION
from neops_worker_sdk.registry.files import block_files
from neops_worker_sdk.registry.importing import import_file
from neops_worker_sdk.registry.store import Registered, Registry

if TYPE_CHECKING:
    from types import ModuleType


@dataclass(frozen=True)
class DiscoveryError:
    """Why a file gives no blocks; `line` where that is known."""

    path: Path
    message: str
    line: int | None = None


@dataclass(frozen=True)
class Discovery:
    """What a directory holds."""

    registrations: list[Registered] = field(default_factory=list)
    errors: list[DiscoveryError] = field(default_factory=list)


def discover(directory: Path | str) -> Discovery:
    """Import every file below `directory` that may hold blocks, and list the blocks.

    No registry is changed. A file that cannot be imported, or uses an identifier that is taken, is an error
    of that file alone, and so is a `directory` that does not exist.
    """
    top = Path(directory)
    found, errors = Registry(), list[DiscoveryError]()
    try:
        files = list(block_files(top))
    except OSError as error:
        return Discovery([], [DiscoveryError(top, f"cannot be read: {error.strerror}")])
    for path in files:
        try:
            for block in blocks_of(path):
                found.register(block.cls, block.registration)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the file is the author's code
            errors.append(DiscoveryError(path, _message(error), line_in(error, path)))
    return Discovery(list(found.function_blocks.values()), errors)


def blocks_of(path: Path) -> list[Registered]:
    """Import one file and list the blocks it defines, also if it was imported before.

    Raises:
        BaseException: whatever the file raises; an identifier used twice is a DuplicateBlockError.
    """
    with collecting(Registry()) as found:
        module = import_file(path)
    for cls in vars(module).values():
        if _is_block_of(module, cls):
            found.register(cls, getattr(cls, REGISTRATION))
    return list(found.function_blocks.values())


def line_in(error: BaseException, path: Path) -> int | None:
    """The line of the file at `path` that `error` comes from, None where none does."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename) == path.resolve():
        return error.lineno
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename) == path.resolve()
    ]
    return lines[-1] if lines else None


def _is_block_of(module: ModuleType, value: object) -> bool:
    return inspect.isclass(value) and value.__module__ == module.__name__ and REGISTRATION in vars(value)


def _message(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"the file called sys.exit({error.code!r}) when it was imported"
    return f"{type(error).__name__}: {error}"
