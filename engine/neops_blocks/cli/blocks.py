"""Finding the block that a command names: a file, a class in a file, or an identifier."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neops_blocks.block_files import ENDINGS, is_left_out, may_hold_blocks
from neops_blocks.cli.problems import Problem
from neops_blocks.diagnostics import InvalidBlockError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from neops_blocks.model import Document
    from neops_worker_sdk.function_block import FunctionBlock
    from neops_worker_sdk.registry import Registration

LOCAL = Path("blocks")
_YAML_NAME = re.compile(r"(?m)^name:\s*[\"']?([\w.-]+)")
_PYTHON_NAME = re.compile(r"\bname\s*=\s*[\"']([\w.-]+)")


@dataclass(frozen=True)
class FoundBlock:
    """A block and where it came from; `document` is None for one written in Python."""

    cls: type[FunctionBlock[Any, Any]]
    registration: Registration
    file: Path
    document: Document | None = None

    @property
    def identifier(self) -> str:
        """`package/name:version`."""
        return self.registration.identifier


def library() -> Path:
    """The directory of the shipped blocks."""
    from importlib import import_module

    return Path(str(import_module("neops_blocks.library").__file__)).parent


def search_path(directories: Sequence[Path] = ()) -> list[Path]:
    """Where identifiers are looked up: the directories given, else ./blocks; then the shipped blocks."""
    for directory in directories:
        if not directory.is_dir():
            raise Problem(f"{directory}: there is no such directory")
    local = list(directories) or ([LOCAL] if LOCAL.is_dir() else [])
    places = {place.resolve(): place for place in [*local, library()]}
    return list(places.values())


def find(reference: str, directories: Sequence[Path] = ()) -> FoundBlock:
    """The block that a reference names: FILE, FILE#NAME, FILE.py:CLASS or an identifier.

    Raises:
        Problem: there is no such block, or several.
        InvalidBlockError: its file has errors.
        OSError: its file cannot be read.
    """
    file, separator, name = _split(reference)
    if file.is_dir():
        raise Problem(f"{file} is a directory", f"name a block in it; neops-blocks list {file} shows them")
    if file.suffix in (*ENDINGS, ".py") or file.exists():
        if not file.exists() and not separator and "/" not in reference:
            raise Problem(f"{file}: there is no such file", _files_hint(file))
        found = blocks_in(file)
        return _choose([block for block in found if name in ("", *_names(block))], reference, found)
    if "/" in reference and file.parent.is_dir() and ":" not in reference and "." not in file.parent.name:
        raise Problem(f"{file}: there is no such file", _files_hint(file))
    return _by_identifier(reference, search_path(directories))


def is_file(reference: str) -> bool:
    """Whether a reference names a file of blocks, there or not."""
    return _split(reference)[0].suffix in (*ENDINGS, ".py")


def _split(reference: str) -> tuple[Path, str, str]:
    for separator in ("#", ":"):
        file, found, name = reference.rpartition(separator)
        if found and Path(file).suffix in (*ENDINGS, ".py"):
            return Path(file), separator, name
    return Path(reference), "", ""


def _files_hint(file: Path) -> str | None:
    if not file.parent.is_dir():
        return f"the directory {file.parent} does not exist either"
    names = [other.name for other in file.parent.iterdir() if other.suffix in (*ENDINGS, ".py")]
    return did_you_mean(file.name, names, what=f"blocks in {file.parent}")


def _names(block: FoundBlock) -> tuple[str, ...]:
    return (block.registration.name, block.identifier, block.cls.__name__)


def _choose(fitting: Sequence[FoundBlock], reference: str, all_there: Sequence[FoundBlock]) -> FoundBlock:
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(block.registration.name for block in fitting or all_there)
    if fitting:
        raise Problem(f"{reference} holds several blocks: {names}", "choose one: FILE#NAME, or FILE.py:CLASS")
    raise Problem(
        f"there is no block {reference}", f"there are: {names}" if names else "the file has no block"
    )


def blocks_in(file: Path) -> list[FoundBlock]:
    """Every block of a file. Raises InvalidBlockError, Problem, OSError."""
    if file.suffix == ".py":
        from neops_blocks.cli.python_blocks import load

        return [FoundBlock(cls, registration, file) for cls, registration in load(file)]
    from neops_blocks.compile import load_blocks

    return [FoundBlock(block.cls, block.registration, file, block.document) for block in load_blocks(file)]


def candidates(places: Iterable[Path], suffixes: Sequence[str] = (*ENDINGS, ".py")) -> Iterator[Path]:
    """The files below some places that may hold blocks, sorted by name; a file is a place too."""
    for place in places:
        if place.is_file():
            yield place
        else:
            yield from (file for file in _below(place, suffixes) if _may_hold_blocks(file))


def _below(directory: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    """Files, but for those in directories that are hidden, of tests or of packages."""
    with os.scandir(directory) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if not is_left_out(entry.name):
                    yield from _below(directory / entry.name, suffixes)
            elif entry.name.endswith(tuple(suffixes)) and entry.is_file():
                yield directory / entry.name


def _may_hold_blocks(file: Path) -> bool:
    from neops_worker_sdk.utils.block_files import may_hold_blocks as may_hold_python

    if file.suffix == ".py":
        return may_hold_python(file) and "register_function_block" in _text(file)
    return may_hold_blocks(file)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _by_identifier(reference: str, places: Sequence[Path]) -> FoundBlock:
    wanted, _, version = reference.partition(":")
    package, _, name = wanted.rpartition("/")
    fitting: dict[str, FoundBlock] = {}
    broken: list[InvalidBlockError] = []
    for file in candidates(places):
        if name not in _text(file):
            continue
        try:
            found = blocks_in(file)
        except InvalidBlockError as error:
            broken.append(error)
            continue
        for block in found:
            registration = block.registration
            fits = registration.name == name and package in ("", registration.package)
            if fits and version in ("", block.identifier.rpartition(":")[2]):
                fitting.setdefault(block.identifier, block)
    if len(fitting) == 1:
        return next(iter(fitting.values()))
    if fitting:
        raise Problem(
            f"{reference} fits several blocks: {', '.join(sorted(fitting))}", "give the whole identifier"
        )
    if broken:
        raise broken[0]
    where = ", ".join(str(place) for place in places)
    hint = did_you_mean(name, names_in(places), what="blocks there")
    raise Problem(f"there is no block {reference!r} in {where}", hint)


def names_in(places: Iterable[Path]) -> list[str]:
    """The names of the blocks in some places, read without compiling them."""
    return [
        match[1]
        for file in candidates(places)
        for match in (_PYTHON_NAME if file.suffix == ".py" else _YAML_NAME).finditer(_text(file))
    ]
