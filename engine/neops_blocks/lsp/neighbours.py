"""The blocks in the folders of an editor, saved and being written: which identifiers are taken, and where.

Saved files are only searched for what may be the name of a block. One is read as YAML when a block that is
open has such a name.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import filterfalse, islice
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.block_files import ENDINGS, is_left_out, says_block
from neops_blocks.lint.identifiers import identifiers_in
from neops_blocks.source import load_file
from neops_blocks.source.bounds import MAX_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from neops_blocks.diagnostics import Span
    from neops_blocks.source import Source

    Identifiers = Sequence[tuple[str, Span]]
    Names = frozenset[str]

_MOST = 10_000
_MOST_DIRECTORIES = 10_000
_NAME = re.compile(r"""\bname["']?\s*:\s*(?:[&!]\S+\s+)*["']?([\w.-]+)""")


@dataclass(frozen=True)
class _Saved:
    """A file on the disk, as it was at a time: every word that may be the name of a block in it."""

    file: Path
    stamp: tuple[int, int]
    names: Names

    @cached_property
    def identifiers(self) -> Identifiers:
        """What its blocks are called, and where the names stand."""
        try:
            return list(identifiers_in(load_file(self.file)))
        except OSError:
            return ()


@dataclass(frozen=True)
class _Open:
    """A file in the editor."""

    file: str
    identifiers: Identifiers

    @cached_property
    def names(self) -> Names:
        """The names of its blocks."""
        return frozenset(name.rpartition("/")[2].partition(":")[0] for name, _ in self.identifiers)


class Neighbours:
    """Knows the blocks of some folders.

    What looks at the disk is called in one thread, the rest may be called in another.

    Attributes:
        folders: where they are; other files are compared with nothing.

    Args:
        again: is told each open file that has to be linted again, as a name in it is taken or free now.
    """

    def __init__(self, again: Callable[[str], None]) -> None:
        self._again = again
        self.folders: tuple[Path, ...] = ()
        self._saved: dict[str, _Saved] = {}
        self._open: dict[str, _Open] = {}
        self._ended = False

    def end(self) -> None:
        """Look at no further file."""
        self._ended = True

    def look_through(self) -> None:
        """Look at all files in the folders; what is known, and the same as before, is not read again."""
        before, found = self._saved, dict[str, _Saved]()
        for file in _files(self.folders):
            if self._ended or len(found) == _MOST:
                break
            key = _key(file)
            saved = _saved(file, before.get(key))
            if saved is not None:
                found[key] = saved
        self._saved = found
        self._tell({key: _names(before.get(key), found.get(key)) for key in before.keys() | found.keys()})

    def look_at(self, files: Iterable[Path]) -> None:
        """Look at files that are new, changed or gone."""
        changed = {}
        for file in files:
            if file.name.endswith(ENDINGS) and self._belongs(file):
                key, before = _key(file), self._saved.pop(_key(file), None)
                saved = _saved(file, before)
                if saved is not None:
                    self._saved[key] = saved
                changed[key] = _names(before, saved)
        self._tell(changed)

    def written(self, source: Source) -> None:
        """A file is open, and this is what it says now."""
        if not self._belongs(Path(source.file)):
            return
        key, now = _key(source.file), _Open(source.file, list(identifiers_in(source)))
        before = self._open.get(key)
        self._open[key] = now
        if before is None or dict(before.identifiers).keys() != dict(now.identifiers).keys():
            self._tell({key: _names(before, now)})

    def closed(self, file: str) -> None:
        """A file is not open any more: what is saved counts again."""
        key = _key(file)
        before = self._open.pop(key, None)
        if before is not None:
            self._tell({key: _names(before, self._saved.get(key))})

    def others(self, source: Source) -> Mapping[str, Span]:
        """Where in other files each identifier of a file is seen first; none if it is in no folder."""
        if not self._belongs(Path(source.file)):
            return {}
        own, here = _key(source.file), _Open(source.file, list(identifiers_in(source)))
        known: dict[str, _Saved | _Open] = {**self._saved, **self._open}
        places: dict[str, Span] = {}
        for key in sorted(key for key, other in known.items() if key != own and here.names & other.names):
            for identifier, span in known[key].identifiers:
                if identifier in dict(here.identifiers):
                    places.setdefault(identifier, span)
        return places

    def _belongs(self, file: Path) -> bool:
        """Whether a file is in one of the folders, where the linter looks for blocks."""
        for folder in self.folders:
            if file.is_relative_to(folder):
                directories = file.relative_to(folder).parts[:-1]
                return not any(map(_is_left_out, directories))
        return False

    def _tell(self, changed: Mapping[str, Names]) -> None:
        """Have the open files linted again that share a name with another file that has changed."""
        for key, here in list(self._open.items()):
            if any(here.names & names for other, names in changed.items() if other != key):
                self._again(here.file)


def _key(file: Path | str) -> str:
    """The same for every way to name a file."""
    return os.path.normcase(os.path.realpath(file))


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for place, directories, names in islice(os.walk(folder), _MOST_DIRECTORIES):
            directories[:] = sorted(filterfalse(_is_left_out, directories))
            yield from (Path(place, name) for name in sorted(names) if name.endswith(ENDINGS))


def _is_left_out(directory: str) -> bool:
    return is_left_out(directory) or directory == "site-packages"


def _saved(file: Path, before: _Saved | None) -> _Saved | None:
    """What a file says, if it holds blocks; the same as before where nobody has touched it."""
    try:
        status = file.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        if before is not None and before.stamp == stamp:
            return before
        if status.st_size > MAX_CHARACTERS:
            return None
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return _Saved(file, stamp, frozenset(_NAME.findall(text))) if says_block(text) else None


def _names(before: _Saved | _Open | None, now: _Saved | _Open | None) -> Names:
    """The names that a file has or had, where it is not the same as before."""
    if before is now:
        return frozenset()
    return frozenset().union(*(one.names for one in (before, now) if one is not None))
