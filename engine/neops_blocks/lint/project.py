"""What a file belongs to: a directory with settings for the linter."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from neops_worker_sdk.utils.project_file import ProjectFile, find_project_file, read_project_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neops_blocks.diagnostics import Span
    from neops_blocks.lint.configuration import Configuration


@dataclass(frozen=True)
class Project:
    """A directory and what is said there about its blocks.

    Attributes:
        root: patterns of files count from here.
        configuration: which findings count.
        file: where the configuration was read; None where nothing was.
        blocks: where each identifier of a block was seen first, in all files that are looked at.
    """

    root: Path
    configuration: Configuration
    file: Path | None = None
    blocks: Mapping[str, Span] = field(default_factory=dict, compare=False)

    def name_of(self, file: Path | str) -> str:
        """The path of a file from the root of the project, with slashes."""
        return Path(os.path.relpath(file, self.root)).as_posix()


class Projects:
    """The project of each file: the settings found nearest above it, or the same for all.

    Args:
        file: read the settings here, whatever stands above the files.
        search: whether settings above the files count.
        adjusted: what the command line makes of the settings.
    """

    def __init__(
        self,
        *,
        file: Path | None = None,
        search: bool = True,
        adjusted: Callable[[Configuration], Configuration] = lambda configuration: configuration,
    ) -> None:
        self._file = file
        self._search = search
        self._adjusted = adjusted
        self._found = functools.cache(self._find)
        self._projects: dict[Path | None, Project] = {}

    def file_of(self, path: Path | str) -> ProjectFile | None:
        """The file with the settings of a file, wrong or not; None where nothing says any.

        Raises:
            OSError: the file that was given cannot be read.
        """
        if self._file or not self._search:
            return self._found(None)
        return self._found(Path(os.path.abspath(path)).parent)  # noqa: PTH100 - links stay links

    def of(self, path: Path | str) -> Project:
        """The project of a file.

        Raises:
            ConfigurationError: its settings are wrong.
            OSError: the file that was given cannot be read.
        """
        found = self.file_of(path)
        place = found.path if found else None
        if place not in self._projects:
            self._projects[place] = self._made(found)
        return self._projects[place]

    def _find(self, directory: Path | None) -> ProjectFile | None:
        if directory is not None:
            return find_project_file(directory)
        return _given(self._file) if self._file else None

    def _made(self, found: ProjectFile | None) -> Project:
        from neops_blocks.lint.configuration import Configuration  # it brings the rules
        from neops_blocks.lint.settings import read_settings

        if found is None:
            return Project(Path.cwd(), self._adjusted(Configuration()))
        return Project(found.path.parent, self._adjusted(read_settings(found)), found.path)


def _given(file: Path) -> ProjectFile:
    """A file named by the user; a `pyproject.toml` may be silent about us."""
    with file.open("rb"):
        pass
    return read_project_file(file) or ProjectFile(file, "")
