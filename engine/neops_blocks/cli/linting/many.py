"""Lints files: what the cache knows is not linted again, and what is many is shared between processes."""

from __future__ import annotations

import contextlib
import functools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.cli.importing import importing
from neops_blocks.cli.linting.answer import Answer, decode
from neops_blocks.cli.linting.keys import Keys, state_of
from neops_blocks.lint.project import Projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from neops_blocks.cli.lint_options import Choice
    from neops_blocks.cli.linting.cache import Cache
    from neops_blocks.diagnostics import Span
    from neops_blocks.lint import Linted

    Content = tuple[Path, bytes]

MANY = 50
"""So many files are worth the start of processes, each of them half as many."""


@dataclass(frozen=True)
class Found:
    """What was found in files.

    Attributes:
        files: each file, in their order.
        blocks: where each identifier of a block was seen first.
    """

    files: Sequence[Linted]
    blocks: Mapping[str, Span]


def lint_files(files: Sequence[Path], choice: Choice, cache: Cache | None, jobs: int | None = None) -> Found:
    """What is wrong with files, each of them looked at as one of all.

    Args:
        files: what to lint.
        choice: which findings count.
        cache: what was found before.
        jobs: how many processes may work at a time; by default as many as there are processors for us.

    Raises:
        Problem: settings are wrong.
        OSError: a file cannot be read.
    """
    contents = [(file, file.read_bytes()) for file in files]
    keys = _keys(contents, choice) if cache else []
    answers = _known(contents, keys, cache.find(keys)) if cache else {}
    missed = [place for place in range(len(contents)) if place not in answers]
    if missed or not contents:
        written = _lint([contents[place] for place in missed], choice, jobs or _processors())
        for place, answer in zip(missed, written, strict=True):
            answers[place] = decode(answer, str(contents[place][0]), contents[place][1])
        if cache:
            cache.keep(dict(zip((keys[place] for place in missed), written, strict=True)))
    return _together([answers[place] for place in range(len(contents))], contents, choice)


def _keys(contents: Iterable[Content], choice: Choice) -> list[bytes]:
    keys = Keys(choice, Projects(file=choice.config, search=not choice.no_config))
    return [keys.of(file, data) for file, data in contents]


def _known(
    contents: Iterable[Content], keys: Iterable[bytes], kept: Mapping[bytes, bytes]
) -> dict[int, Answer]:
    """The answers that are as good as new, by the place of the file."""
    state = functools.cache(state_of)
    known = {}
    for place, (key, (file, data)) in enumerate(zip(keys, contents, strict=True)):
        with contextlib.suppress(ValueError, LookupError, TypeError):
            answer = decode(kept[key], str(file), data)
            if all(state(Path(other)) == was for other, was in answer.beside.items()):
                known[place] = answer
    return known


def _lint(contents: Sequence[Content], choice: Choice, jobs: int) -> list[bytes]:
    """The encoded answer of each file."""
    with importing():
        from neops_blocks.cli.linting.linter import lint_chunk

    if jobs == 1 or len(contents) < MANY:
        return lint_chunk(contents, choice)
    from neops_blocks.cli.linting.processes import lint_in_processes

    return lint_in_processes(contents, choice, min(jobs, len(contents) // (MANY // 2)))


def _together(answers: Sequence[Answer], contents: Sequence[Content], choice: Choice) -> Found:
    """The answers, but of files that repeat a block of another file what is found when all are known."""
    blocks: dict[str, Span] = {}
    for answer in answers:
        for identifier, span in answer.identifiers:
            blocks.setdefault(identifier, span)
    files = [answer.linted for answer in answers]
    repeating = [
        place
        for place, answer in enumerate(answers)
        if any(blocks[identifier].file != answer.linted.file for identifier, _ in answer.identifiers)
    ]
    if repeating:
        from neops_blocks.cli.linting.linter import Linter

        linter = Linter(choice, blocks)
        for place in repeating:
            files[place] = linter.answer(*contents[place]).linted
    return Found(files, blocks)


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
