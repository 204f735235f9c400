"""What `lint` works with: the files, the settings of each, and the directory that reports count from."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.cli.blocks import YAML, candidates
from neops_blocks.cli.problems import Problem
from neops_blocks.cli.replacing import replace_content
from neops_blocks.diagnostics import Severity
from neops_blocks.lint import (
    Configuration,
    ConfigurationError,
    Linted,
    Project,
    Projects,
    first_places,
    lint_source,
)
from neops_blocks.lint.suppressions import with_ignores
from neops_blocks.source import load, load_bytes, load_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from neops_blocks.cli.lint_options import Choice
    from neops_blocks.diagnostics import Span
    from neops_blocks.source import Source

STDIN = Path("-")
_NO_FILE = "<stdin>"


def sources(paths: Sequence[Path], stdin_filename: Path | None) -> Iterator[Source]:
    """What is to be linted: files, those in directories, or standard input for `-`.

    Raises:
        Problem: a path does not exist, or `-` is not alone.
        OSError: a file cannot be read.
    """
    if STDIN in paths:
        if len(paths) > 1:
            raise Problem("- is standard input, and stands alone")
        yield load_bytes(sys.stdin.buffer.read(), str(stdin_filename or _NO_FILE))
        return
    if stdin_filename is not None:
        raise Problem("--stdin-filename names what is read from standard input", "give - as the only path")
    yield from map(load_file, _files(paths))


def _files(paths: Sequence[Path]) -> list[Path]:
    """Every file once; in directories only YAML that declares to be a block."""
    files: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise Problem(f"{path}: there is no such file or directory")
        inside = candidates([path]) if path.is_dir() else [path]
        files |= {file.resolve(): file for file in inside if not path.is_dir() or file.suffix in YAML}
    return list(files.values())


class Linter:
    """Lints files with the settings of their projects, and what was chosen on the command line.

    Raises:
        Problem: the choice contradicts itself, or names a rule that does not exist.
    """

    def __init__(self, choice: Choice) -> None:
        if choice.config is not None and choice.no_config:
            raise Problem("--config and --no-config exclude each other")
        self._choice = choice
        try:
            self._adjusted(Configuration())
        except ConfigurationError as error:
            raise Problem("\n".join(f"--{problem}" for problem in error.problems)) from None
        self._blocks: Mapping[str, Span] = {}
        self._projects = Projects(file=choice.config, search=not choice.no_config, adjusted=self._adjusted)

    def among(self, sources: Iterable[Source]) -> list[Source]:
        """The same files, read to the end: from now on each is looked at as one of them."""
        read = list(sources)
        self._blocks = first_places(read)
        return read

    def project_of(self, file: Path | str) -> Project:
        """The project of a file. Raises Problem: its settings are wrong."""
        try:
            return self._projects.of(file)
        except ConfigurationError as error:
            raise Problem("\n".join(error.problems)) from None

    def lint(self, source: Source) -> Linted:
        """What is found in a file. Raises Problem: the settings for it are wrong."""
        return lint_source(source, replace(self.project_of(source.file), blocks=self._blocks))

    def add_ignores(self, source: Source) -> tuple[Linted, int]:
        """The same after comments were written into the file, and how many findings they ignore.

        Raises:
            Problem: the settings for it are wrong.
            OSError: the file cannot be written.
        """
        before = self.lint(source)
        text = with_ignores(source, before.findings)
        if text == source.text:
            return before, 0
        replace_content(Path(source.file), text.encode("utf-8"))
        after = self.lint(load(text, source.file))
        return after, len(before.findings) - len(after.findings)

    def _adjusted(self, settings: Configuration) -> Configuration:
        choice = self._choice
        return settings.with_options(
            select=choice.select,
            extend_select=choice.extend_select,
            ignore=choice.ignore,
            preview=choice.preview,
            fail_level=Severity(choice.fail_level) if choice.fail_level else None,
        )


def repository() -> Path:
    """The root of the working copy that the command runs in; else the working directory."""
    here = Path.cwd()
    return next((place for place in (here, *here.parents) if (place / ".git").exists()), here)
