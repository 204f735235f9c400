"""Lints one file after the other, each with the settings of its project."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from neops_blocks.cli.linting.answer import Answer, encode
from neops_blocks.cli.linting.keys import state_of
from neops_blocks.cli.problems import Problem
from neops_blocks.cli.replacing import replace_content
from neops_blocks.diagnostics import Severity
from neops_blocks.lint import (
    Configuration,
    ConfigurationError,
    Linted,
    Project,
    Projects,
    identifiers_in,
    lint_source,
)
from neops_blocks.lint.suppressions import with_ignores
from neops_blocks.source import load, load_bytes, noticing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from neops_blocks.cli.lint_options import Choice
    from neops_blocks.diagnostics import Span
    from neops_blocks.source import Source


class Linter:
    """Lints files with the settings of their projects, and what was chosen on the command line.

    Args:
        choice: what was chosen.
        blocks: where each identifier of a block was seen first, in all files that are looked at.

    Raises:
        Problem: the choice contradicts itself, or names a rule that does not exist.
    """

    def __init__(self, choice: Choice, blocks: Mapping[str, Span] = MappingProxyType({})) -> None:
        self._choice = choice
        self._blocks = blocks
        try:
            self._adjusted(Configuration())
        except ConfigurationError as error:
            raise Problem("\n".join(f"--{problem}" for problem in error.problems)) from None
        self._projects = Projects(file=choice.config, search=not choice.no_config, adjusted=self._adjusted)

    def project_of(self, file: Path | str) -> Project:
        """The project of a file. Raises Problem: its settings are wrong."""
        try:
            return self._projects.of(file)
        except ConfigurationError as error:
            raise Problem("\n".join(error.problems)) from None

    def lint(self, source: Source) -> Linted:
        """What is found in a file. Raises Problem: the settings for it are wrong."""
        return lint_source(source, replace(self.project_of(source.file), blocks=self._blocks))

    def answer(self, file: Path, data: bytes) -> Answer:
        """What is found in the content of a file, with all that whoever keeps it has to know.

        Raises:
            Problem: the settings for it are wrong.
        """
        beside: dict[str, str] = {}
        with noticing(lambda path: beside.update({str(path): state_of(path)})):
            source = load_bytes(data, str(file))
            linted = self.lint(source)
        return Answer(linted, tuple(identifiers_in(source)), beside)

    def add_ignores(self, path: Path, source: Source) -> tuple[Linted, int]:
        """The same after comments were written into the file, and how many findings they ignore.

        Raises:
            Problem: the settings for it are wrong.
            OSError: the file cannot be written.
        """
        before = self.lint(source)
        text = with_ignores(source, before.findings)
        if text == source.text:
            return before, 0
        replace_content(path, text.encode("utf-8"))
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


def lint_chunk(contents: Iterable[tuple[Path, bytes]], choice: Choice) -> list[bytes]:
    """The encoded answers of some files. Raises Problem: settings are wrong."""
    linter = Linter(choice)
    return [encode(linter.answer(file, data), data) for file, data in contents]
