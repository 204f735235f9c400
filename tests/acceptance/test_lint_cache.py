"""`neops-blocks lint` remembers what it found, and works on many files at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]

BLOCK = """\
schema: function-block/v1
package: fb.example.com
name: {name}
run_on: device
type: facts
parameters:
  unused: {{type: string, description: nobody reads it, default: a}}
steps:
  - id: show
    command: show version
    timeout: 30
"""


@pytest.fixture
def here(tmp_path):
    """What the environment of a user is like who said nothing about caches."""
    return {"NEOPS_BLOCKS_CACHE_DIR": "", "XDG_CACHE_HOME": str(tmp_path / "xdg")}


@pytest.fixture
def blocks(tmp_path):
    directory = tmp_path / "blocks"
    directory.mkdir()
    for number in range(3):
        (directory / f"b{number}.block.yaml").write_text(BLOCK.format(name=f"b{number}"))
    return directory


def test_the_second_run_says_the_same(cli, blocks, here, tmp_path):
    first = cli("lint", "blocks", env=here)
    assert (tmp_path / "xdg" / "neops-blocks" / "lint-1.sqlite").is_file()
    second = cli("lint", "blocks", env=here)
    assert (second.code, second.out, second.err) == (first.code, first.out, first.err) == (1, first.out, "")
    assert first.out.count("NB304") == 3


@pytest.mark.parametrize("how", ["option", "variable"])
def test_the_directory_can_be_chosen(cli, blocks, here, tmp_path, how):
    if how == "option":
        cli("lint", "blocks", "--cache-dir", "chosen", env=here)
    else:
        cli("lint", "blocks", env={**here, "NEOPS_BLOCKS_CACHE_DIR": "chosen"})
    assert (tmp_path / "chosen" / "lint-1.sqlite").is_file()
    assert not (tmp_path / "xdg").exists()


def test_no_cache_leaves_nothing(cli, blocks, here, tmp_path):
    assert cli("lint", "blocks", "--no-cache", env=here).code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["blocks"]


def test_a_place_where_nothing_can_be_written_is_no_problem(cli, blocks, here):
    done = cli("lint", "blocks", env={**here, "XDG_CACHE_HOME": "/dev/null/none"})
    assert done.code == 1
    assert done.err == ""


def test_what_was_fixed_is_not_found_any_more(cli, blocks, here):
    braces = "    when: \"{{ params.unused == 'a' }}\"\n"
    (blocks / "b1.block.yaml").write_text(BLOCK.format(name="b1") + braces)
    before = cli("lint", "blocks", env=here)
    assert "[*]" in before.out
    fixed = cli("lint", "blocks", "--fix", env=here)
    after = cli("lint", "blocks", env=here)
    assert "fixable" not in fixed.out + after.out
    assert after.out == cli("lint", "blocks", "--no-cache", env=here).out


@pytest.fixture
def many_files(tmp_path):
    for number in range(1000):
        (tmp_path / f"b{number}.block.yaml").write_text(BLOCK.format(name=f"b{number}"))
    return tmp_path


def started(directory, env):
    return subprocess.Popen(
        [sys.executable, "-m", "neops_blocks.cli", "lint", "-j", "2", "."],
        cwd=directory,
        env={**os.environ, **env, "PYTHONPATH": str(ROOT / "engine")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def two_children(lint):
    """The processes that share the files, as soon as they are there."""
    process = psutil.Process(lint.pid)
    deadline = time.monotonic() + 30
    while len(process.children()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return process.children()


def test_a_thousand_files_are_interrupted_without_a_trace(many_files, here):
    lint = started(many_files, here)
    children = two_children(lint)
    os.killpg(lint.pid, signal.SIGINT)
    out, err = lint.communicate(timeout=30)
    assert (lint.returncode, out, err.strip()) == (130, "", "neops-blocks: interrupted")
    assert not psutil.wait_procs(children, timeout=10)[1]


def test_processes_do_not_outlive_a_parent_that_is_killed(many_files, here):
    with started(many_files, here) as lint:
        children = two_children(lint)
        lint.kill()
    assert not psutil.wait_procs(children, timeout=30)[1]


def test_what_is_known_and_clean_needs_neither_yaml_nor_rules(cli, block, here):
    block("a.block.yaml", BLOCK.format(name="a").replace("parameters:", "x-parameters:"))
    assert cli("lint", "a.block.yaml", env=here).code == 0
    again = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "neops_blocks.cli", "lint", "a.block.yaml"],
        cwd=block("b", "").parent,
        env={**os.environ, **here, "PYTHONPATH": str(ROOT / "engine")},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in again.stderr.splitlines()}
    assert "neops_blocks.cli.linting.many" in loaded
    assert not loaded & {"yaml", "jinja2", "pydantic", "neops_blocks.lint.rules", "multiprocessing", "httpx"}
