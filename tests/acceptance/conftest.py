from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Done:
    """A command that has ended."""

    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        assert "Traceback" not in self.err, self.err

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def cli(tmp_path):
    """cli("run", ...) -> Done, in an empty directory, which is its home too."""

    def run(*arguments, env=None, timeout=50, stdin=""):
        done = subprocess.run(
            [sys.executable, "-m", "neops_blocks.cli", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "engine"), **(env or {})},
            capture_output=True,
            text=True,
            timeout=timeout,
            input=stdin,
            check=False,
        )
        return Done(done)

    return run


@pytest.fixture
def block(tmp_path):
    """block("a.block.yaml", text) -> its path."""

    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


DEVICE_BLOCK = """\
schema: function-block/v1
name: version_of
package: fb.example.com
version: 1.0.0
description: The version of a device.
run_on: device
type: facts
parameters:
  marker: {type: string, default: none, description: Something to send back.}
  token: {type: [string, "null"], secret: true, default: null}
steps:
  - id: show
    command: show version
    parse: textfsm
    timeout: 20
result:
  message: "{{ device.name }} has {{ steps.show.parsed[0].version }}"
  data:
    version: {type: string, value: "{{ steps.show.parsed[0].version }}"}
    marker: {type: string, value: "{{ params.marker }} {{ params.token }} {{ device.password }}"}
"""


@pytest.fixture
def device_block(block):
    return block("version_of.block.yaml", DEVICE_BLOCK)
