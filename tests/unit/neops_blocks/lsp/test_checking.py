"""Linting while somebody types."""

from __future__ import annotations

import asyncio
import threading

import pytest
import pytest_asyncio

from neops_blocks.lsp.buffer import Buffer
from neops_blocks.lsp.checking import Checker


class Desk:
    """A checker whose lints wait to be let go, and what it has shown."""

    def __init__(self):
        self.linted, self.shown = [], []
        self.go = threading.Event()
        self.go.set()
        self.began = threading.Event()
        self.seen = asyncio.Queue()
        self.checker = Checker(self.lint, self.show)

    def lint(self, buffer):
        self.linted.append(buffer.text)
        self.began.set()
        assert self.go.wait(5)
        if buffer.text == "bug":
            raise RuntimeError("a mistake of ours")
        return [buffer.text.upper()]

    def show(self, uri, buffer, findings):
        self.shown.append((uri, buffer.version, findings))
        self.seen.put_nowait(uri)

    async def until_shown(self):
        await asyncio.wait_for(self.seen.get(), 5)


@pytest_asyncio.fixture
async def desk():
    made = Desk()
    yield made
    made.go.set()
    made.checker.close()


pytestmark = pytest.mark.asyncio


async def test_the_findings_of_a_text_are_shown_with_its_version(desk):
    desk.checker.changed("u", Buffer("f", "a", 7))
    await desk.until_shown()
    assert desk.shown == [("u", 7, ["A"])]


async def test_while_somebody_types_only_the_last_text_is_linted(desk):
    for version, text in enumerate("abc"):
        desk.checker.changed("u", Buffer("f", text, version))
    await desk.until_shown()
    assert desk.linted == ["c"]


async def test_findings_that_come_too_late_are_not_shown(desk):
    desk.go.clear()
    desk.checker.changed("u", Buffer("f", "old", 1), at_once=True)
    await asyncio.to_thread(desk.began.wait, 5)
    desk.checker.changed("u", Buffer("f", "new", 2), at_once=True)
    desk.go.set()
    await desk.until_shown()
    assert desk.linted == ["old", "new"]
    assert desk.shown == [("u", 2, ["NEW"])]


async def test_a_text_that_waits_behind_another_and_is_replaced_is_never_linted(desk):
    desk.go.clear()
    desk.checker.changed("other", Buffer("f", "slow", 1), at_once=True)
    await asyncio.to_thread(desk.began.wait, 5)
    desk.checker.changed("u", Buffer("f", "old", 1), at_once=True)
    await asyncio.sleep(0)
    desk.checker.changed("u", Buffer("f", "new", 2), at_once=True)
    desk.go.set()
    await desk.until_shown()
    await desk.until_shown()
    assert desk.linted == ["slow", "new"]


async def test_a_closed_file_is_not_shown(desk):
    desk.go.clear()
    desk.checker.changed("u", Buffer("f", "a", 1), at_once=True)
    await asyncio.to_thread(desk.began.wait, 5)
    desk.checker.forget("u")
    desk.checker.changed("other", Buffer("f", "b", 1), at_once=True)
    desk.go.set()
    await desk.until_shown()
    assert desk.shown == [("other", 1, ["B"])]


async def test_a_mistake_in_the_linter_is_logged_and_shows_nothing(desk, caplog):
    desk.checker.changed("u", Buffer("f", "bug", 1), at_once=True)
    await desk.until_shown()
    assert desk.shown == [("u", 1, ())]
    assert "a mistake of ours" in caplog.text


async def test_what_was_found_is_not_looked_for_again(desk):
    buffer = Buffer("f", "a", 1)
    assert desk.checker.known("u", buffer) is None
    assert desk.checker.findings("u", buffer) == ["A"]
    assert desk.checker.known("u", buffer) == ["A"]
    assert desk.checker.findings("u", buffer) == ["A"]
    assert desk.checker.findings("u", Buffer("f", "b", 2)) == ["B"]
    assert desk.linted == ["a", "b"]


async def test_what_is_done_afterwards_comes_after_the_lint_that_runs(desk):
    done = []
    desk.go.clear()
    desk.checker.changed("u", Buffer("f", "a", 1), at_once=True)
    await asyncio.to_thread(desk.began.wait, 5)
    desk.checker.afterwards(lambda file: done.append((file, list(desk.linted))), "f")
    assert done == []
    desk.go.set()
    desk.checker.changed("u", Buffer("f", "b", 2), at_once=True)
    await desk.until_shown()
    assert done == [("f", ["a"])]
