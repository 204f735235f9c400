"""Files that are replaced as a whole."""

from __future__ import annotations

import os

import pytest

from neops_blocks.cli.replacing import replace_content


def _names(directory):
    return [path.name for path in directory.iterdir()]


def test_the_content_is_new_and_the_mode_the_old(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o604)
    replace_content(path, b"new\r\n")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new\r\n", 0o604)
    assert _names(tmp_path) == ["a"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").symlink_to("a")
    replace_content(tmp_path / "b", b"new")
    assert ((tmp_path / "b").is_symlink(), (tmp_path / "a").read_bytes()) == (True, b"new")


def test_a_file_is_as_it_was_where_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_content(path, b"new")
    assert (path.read_bytes(), _names(tmp_path)) == (b"old", ["a"])


def test_no_file_is_made(tmp_path):
    with pytest.raises(FileNotFoundError):
        replace_content(tmp_path / "a", b"new")
    assert _names(tmp_path) == []
