from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

import neops_blocks.diagnostics
import neops_worker_sdk.concurrency.places as places
from neops_worker_sdk.concurrency.places import Owner, Place, authors_frames, owner_of, place_of


def frame_in(file):
    frames = []
    exec(compile("frames.append(sys._getframe())", str(file), "exec"), {"frames": frames, "sys": sys})
    return frames[0]


@pytest.mark.parametrize(
    ("file", "owner"),
    [
        (__file__, Owner.AUTHOR),
        ("<string>", Owner.AUTHOR),
        ("/home/me/blocks/tasks.py", Owner.AUTHOR),
        (asyncio.__file__, Owner.STDLIB),
        (json.__file__, Owner.STDLIB),
        (subprocess.__file__, Owner.STDLIB),
        ("<frozen importlib._bootstrap>", Owner.STDLIB),
        (pytest.__file__, Owner.DEPENDENCY),
        (places.__file__, Owner.OURS),
        (neops_blocks.diagnostics.__file__, Owner.OURS),
        (Path(neops_blocks.diagnostics.__file__).parents[1] / "library" / "classify.py", Owner.AUTHOR),
    ],
)
def test_the_directory_decides_who_wrote_it(file, owner):
    assert owner_of(frame_in(file)) is owner


def test_installed_packages_are_shown_only_if_the_author_wrote_none():
    author, package, library, ours = map(
        frame_in, (__file__, pytest.__file__, json.__file__, places.__file__)
    )
    assert authors_frames([ours, author, library, package]) == [author]
    assert authors_frames([ours, library, package]) == [package]
    assert authors_frames([ours, library]) == []


def test_a_place_shows_its_source_if_there_is_one():
    place = place_of(sys._getframe())
    assert place.source == "place = place_of(sys._getframe())"
    assert str(place).splitlines() == [
        f'  File "{__file__}", line {place.line}, in {place.function}',
        f"    {place.source}",
    ]
    assert Place("a.py", 3, "run").short == "a.py:3 in run"
    assert str(Place("a.py", 3, "run")) == '  File "a.py", line 3, in run'
