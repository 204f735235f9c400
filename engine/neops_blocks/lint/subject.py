"""What the rules look at: a document, and what several of them need to know about it, found out once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from neops_blocks.lint.commands import Command, commands_of
from neops_blocks.lint.names import NameProblem, name_problems
from neops_blocks.lint.uses import PlacedTemplate, placed_templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.lint.functions import FileProblem, FunctionFile
    from neops_blocks.model import Document, StepModel


class Subject:
    """A document under check."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.block = document.block
        self._files: dict[str, FunctionFile | FileProblem] = {}

    def functions(self, file: str) -> FunctionFile | FileProblem:
        """The functions of a Python file beside the block, read once; most blocks name none."""
        from neops_blocks.lint.functions import read_functions

        if file not in self._files:
            self._files[file] = read_functions(self.document.directory, file)
        return self._files[file]

    @cached_property
    def templates(self) -> tuple[PlacedTemplate, ...]:
        """Every template, with its scope."""
        return tuple(placed_templates(self.document))

    @cached_property
    def commands(self) -> tuple[Command, ...]:
        """Every command that the block sends."""
        return tuple(commands_of(self.document))

    def commands_of(self, step: StepModel) -> Sequence[Command]:
        """Those of a step, or of what it is on a platform."""
        return self._by_step.get(id(step), ())

    @cached_property
    def _by_step(self) -> dict[int, list[Command]]:
        found: dict[int, list[Command]] = {}
        for command in self.commands:
            found.setdefault(id(command.step), []).append(command)
        return found

    @cached_property
    def name_problems(self) -> tuple[NameProblem, ...]:
        """Every name that means nothing where it is used."""
        return tuple(problem for use in self.templates for problem in name_problems(use, self.document))
