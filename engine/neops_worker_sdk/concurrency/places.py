"""Whose code a stack frame belongs to, and which frames an author wants to see."""

from __future__ import annotations

import linecache
import os
import site
import sysconfig
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

_SDK = Path(__file__).resolve().parents[1]
_LANGUAGE = _SDK.parent / "neops_blocks"


class Owner(IntEnum):
    """Who wrote a file."""

    AUTHOR = 1
    DEPENDENCY = 2
    STDLIB = 3
    OURS = 4


@dataclass(frozen=True)
class Place:
    """One line of code: where somebody has to look.

    Attributes:
        file: path as the interpreter knows it.
        line: from 1; 0 if unknown.
        function: name of the function.
        source: the text of the line, without indentation; empty if there is no source.
    """

    file: str
    line: int
    function: str
    source: str = ""

    def __str__(self) -> str:
        """In the layout of a traceback, two lines."""
        head = f'  File "{self.file}", line {self.line}, in {self.function}'
        return f"{head}\n    {self.source}" if self.source else head

    @property
    def short(self) -> str:
        """The same in a few words."""
        source = f" ({self.source})" if self.source else ""
        return f"{self.file}:{self.line} in {self.function}{source}"


def place_of(frame: FrameType, line: int | None = None) -> Place:
    """The place where `frame` stands."""
    number = line or frame.f_lineno or 0
    file = frame.f_code.co_filename
    source = linecache.getline(file, number, frame.f_globals).strip()
    return Place(file, number, frame.f_code.co_name, source)


def authors_frames(frames: Iterable[FrameType]) -> list[FrameType]:
    """Those of `frames` that the author wrote; those of installed packages if the author wrote none."""
    owners = [(owner_of(frame), frame) for frame in frames]
    for wanted in (Owner.AUTHOR, Owner.DEPENDENCY):
        chosen = [frame for owner, frame in owners if owner is wanted]
        if chosen:
            return chosen
    return []


def owner_of(frame: FrameType) -> Owner:
    """Who wrote the code that `frame` runs, judged by the directory it lies in."""
    return _owner_of_file(frame.f_code.co_filename)


@cache
def _owner_of_file(file: str) -> Owner:
    if file.startswith("<frozen "):
        return Owner.STDLIB
    path = os.path.realpath(file)
    for owner, directories in _directories():
        if path.startswith(directories):
            return owner
    return Owner.AUTHOR


@cache
def _directories() -> tuple[tuple[Owner, tuple[str, ...]], ...]:
    def prefixes(*paths: str | Path | None) -> tuple[str, ...]:
        return tuple(os.path.join(os.path.realpath(path), "") for path in paths if path)  # noqa: PTH118

    paths = sysconfig.get_paths()
    return (
        (Owner.AUTHOR, prefixes(_LANGUAGE / "library")),
        (Owner.OURS, prefixes(_SDK, _LANGUAGE)),
        (Owner.DEPENDENCY, prefixes(paths["purelib"], paths["platlib"], site.getusersitepackages())),
        (Owner.DEPENDENCY, prefixes(*site.getsitepackages())),
        (Owner.STDLIB, prefixes(paths["stdlib"], paths["platstdlib"])),
    )
