"""Finding the blocks below directories; a bad file costs that file only."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from neops_worker_sdk.registry.python_reader import PythonReader
from neops_worker_sdk.registry.readers import (
    BlockReader,
    DiscoveryError,
    InvalidFileError,
    line_in,
)
from neops_worker_sdk.registry.store import Registry
from neops_worker_sdk.utils.block_files import files_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neops_worker_sdk.registry.store import Registered


@dataclass(frozen=True)
class Discovery:
    """What directories hold."""

    registrations: list[Registered] = field(default_factory=list)
    errors: list[DiscoveryError] = field(default_factory=list)


def discover(*directories: Path | str, readers: Sequence[BlockReader] | None = None) -> Discovery:
    """Read every file below `directories` that may hold blocks, and list the blocks.

    No registry is changed. A file that cannot be read, or uses an identifier that is taken, is an error of
    that file alone, and so is a directory that does not exist.

    Args:
        directories: are searched one after the other; a file may stand for itself.
        readers: who reads what; Python files only by default. The first that wants a file gets it.
    """
    found, errors = Registry(), list[DiscoveryError]()
    chosen = [PythonReader()] if readers is None else readers
    for path in _files(map(Path, directories), errors):
        reader = next((reader for reader in chosen if reader.may_hold_blocks(path)), None)
        if reader is not None:
            _read(path, reader, found, errors)
    return Discovery(list(found.function_blocks.values()), errors)


def _files(directories: Iterable[Path], errors: list[DiscoveryError]) -> list[Path]:
    files: dict[Path, Path] = {}
    for top in directories:
        try:
            files |= {file.resolve(): file for file in ([top] if top.is_file() else files_below(top))}
        except OSError as error:
            errors.append(DiscoveryError(top, f"cannot be read: {error.strerror}"))
    return list(files.values())


def _read(path: Path, reader: BlockReader, found: Registry, errors: list[DiscoveryError]) -> None:
    try:
        for block in reader.blocks_of(path):
            found.register(block.cls, block.registration)
    except InvalidFileError as error:
        errors += error.faults
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the file is the author's code
        errors.append(DiscoveryError(path, _message(error), line_in(error, path)))


def _message(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"the file called sys.exit({error.code!r}) when it was imported"
    return f"{type(error).__name__}: {error}"
