"""Answers survive their way through bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from neops_blocks.cli.linting.answer import decode, encode
from neops_blocks.cli.linting.linter import Linter

FIXTURES = Path(__file__).parents[2] / "lint" / "fixtures"
FILES = sorted(FIXTURES.rglob("*.yaml"))


def name(path):
    return path.relative_to(FIXTURES).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_that_was_found_is_lost(path, choice):
    data = path.read_bytes()
    answer = Linter(choice(fail_level="info")).answer(path, data)
    assert decode(encode(answer, data), str(path), data) == answer


def test_a_file_that_is_no_utf8_keeps_the_text_that_was_shown(choice):
    data = b"name: caf\xe9\n"
    answer = Linter(choice()).answer(Path("latin.block.yaml"), data)
    read = decode(encode(answer, data), "latin.block.yaml", data)
    assert read == answer
    assert read.linted.text == "name: caf\N{REPLACEMENT CHARACTER}\n"


def test_the_bytes_hold_no_copy_of_the_file(choice):
    path = FIXTURES / "good" / "interface_errors.block.yaml"
    data = path.read_bytes()
    assert len(encode(Linter(choice()).answer(path, data), data)) < len(data) / 4
