from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from neops_blocks.cli import main
from neops_blocks.cli.app import COMMANDS

HEAVY = (
    "netmiko",
    "scrapli",
    "paramiko",
    "ntc_templates",
    "pydantic",
    "jinja2",
    "rich",
    "jsonschema",
    "yaml",
    "asyncssh",
)


def test_help_loads_no_heavy_library_and_takes_little_cpu():
    code = f"""
import sys
from neops_blocks.cli import main
assert main(['--help']) == 0
loaded = [name for name in {HEAVY!r} if name in sys.modules]
assert not loaded, loaded
"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.25


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    assert main([command, "--help"]) == 0
    assert "Usage: neops-blocks" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ([], "Usage:"),
        (["rnu"], "did you mean 'run'?"),
        (["run", "--inventry", "x"], "Did you mean '--inventory'?"),
        (["run"], "Missing argument"),
        (["lint", "no/such/file"], "no/such/file: there is no such file or directory"),
        (["list", "no/such/file"], "no/such/file: there is no such file or directory"),
        (["show", "no_such.block.yaml"], "no_such.block.yaml: there is no such file"),
        (["demo", "--devices", "0"], "--devices"),
    ],
)
def test_wrong_usage_is_a_message_on_standard_error_and_exit_code_2(arguments, text, capsys):
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert text in said.err
    assert said.out == ""
    assert "Traceback" not in said.err


def test_a_bug_of_ours_asks_for_a_report_and_shows_the_traceback_only_on_request(monkeypatch, capsys):
    def broken(*arguments, **options):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("neops_blocks.cli.app.app.main", broken)
    monkeypatch.delenv("NEOPS_DEBUG", raising=False)
    assert main(["list"]) == 3
    said = capsys.readouterr().err
    assert "report" in said
    assert "Traceback" not in said
    assert main(["list", "-v"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_130(monkeypatch, capsys):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("neops_blocks.cli.app.app.main", interrupted)
    assert main(["list"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "neops_blocks.cli", "--help"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert done.stderr == ""


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_a_closed_stream_takes_everything_in_silence(closed):
    command = f"{sys.executable} -m neops_blocks.cli list {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_a_message():
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "neops_blocks.cli", "list"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr == "neops-blocks: the output cannot be written: No space left on device\n"
