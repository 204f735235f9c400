"""The cache keeps bytes, and never stands in the way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time

import pytest

from neops_blocks.cli.linting import cache as module
from neops_blocks.cli.linting.cache import KEPT_DAYS, NAME, Cache


def test_what_is_kept_is_found_by_another_process_too(tmp_path, cache):
    cache.keep({b"a": b"1", b"b": b"2"})
    assert Cache(tmp_path / "cache").find([b"a", b"c", b"b"]) == {b"a": b"1", b"b": b"2"}


def test_more_keys_than_one_question_holds(cache):
    answers = {str(number).encode(): b"x" for number in range(2000)}
    cache.keep(answers)
    assert cache.find(list(answers)) == answers


def test_a_new_answer_replaces_the_old_one(cache):
    cache.keep({b"a": b"1"})
    cache.keep({b"a": b"2"})
    assert cache.find([b"a"]) == {b"a": b"2"}


def test_what_nobody_asks_for_is_forgotten(cache, monkeypatch):
    today = int(time.time()) // 86400
    monkeypatch.setattr(module, "_today", lambda: today - KEPT_DAYS - 1)
    cache.keep({b"asked for": b"1", b"forgotten": b"2"})
    monkeypatch.setattr(module, "_today", lambda: today)
    assert cache.find([b"asked for"])
    cache.keep({b"new": b"3"})
    assert cache.find([b"asked for", b"forgotten", b"new"]) == {b"asked for": b"1", b"new": b"3"}


def test_a_broken_file_is_begun_anew(tmp_path, cache):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / NAME).write_bytes(b"this is no database" * 100)
    assert cache.find([b"a"]) == {}
    cache.keep({b"a": b"1"})
    again = Cache(tmp_path / "cache")
    again.keep({b"a": b"1"})
    assert again.find([b"a"]) == {b"a": b"1"}


@pytest.mark.parametrize("what", ["a file", "below a file"])
def test_a_directory_that_cannot_be_is_no_error(tmp_path, what):
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" if what == "a file" else tmp_path / "file" / "cache")
    cache.keep({b"a": b"1"})
    assert cache.find([b"a"]) == {}


def test_one_that_another_process_holds_is_not_waited_for(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    cache.keep({b"a": b"1"})
    with sqlite3.connect(tmp_path / "cache" / NAME, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        held = Cache(tmp_path / "cache")
        assert held.find([b"a"]) == {}
        held.keep({b"a": b"2"})
        assert time.monotonic() - began < 2
    other.close()
    assert cache.find([b"a"]) == {b"a": b"1"}


def test_many_processes_write_at_one_time(tmp_path):
    script = (
        "import sys; from pathlib import Path; from neops_blocks.cli.linting.cache import Cache\n"
        "for number in range(20):\n"
        "    cache = Cache(Path(sys.argv[1]))\n"
        "    cache.keep({f'{sys.argv[2]} {number}'.encode(): b'x' * 1000})\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, tmp_path / "cache", str(number)])
        for number in range(4)
    ]
    assert [writer.wait(timeout=30) for writer in writers] == [0] * 4
    keys = [f"{writer} {number}".encode() for writer in range(4) for number in range(20)]
    assert len(Cache(tmp_path / "cache").find(keys)) == 80


def test_it_is_for_its_user_alone(tmp_path, cache):
    cache.keep({b"a": b"1"})
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
