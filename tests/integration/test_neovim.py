"""A real editor: Neovim types a block with four mistakes, shows them in place, and mends two."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(shutil.which("nvim") is None, reason="needs Neovim (package neovim)"),
]

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "lab" / "neovim.lua"
HEAD = """\
schema: function-block/v1
name: uptime
package: fb.example.com
description: Since when devices are up.
run_on: group
type: facts
parameters:
  weeks: {type: integer, default: 3, description: The least number of weeks.}
steps:
"""
TYPED = [
    "  - id: version",
    "    comand: show version",
    "    timeout: 10",
    "  - id: clock",
    "    command: show clock {{ params.wekks }}",
    "    timeout: 10",
    '    when: "{{ params.weeks > 2 }}"',
    "  - id: clock",
    '    set: "{{ steps.version.output }}"',
]


@pytest.fixture
def neovim(tmp_path):
    """neovim(lines=[...], ...) -> what it saw."""

    def run(**task):
        (tmp_path / "uptime.block.yaml").write_text(HEAD)
        command = [sys.executable, "-m", "neops_blocks.cli", "lsp"]
        paths = {"TASK": str(tmp_path / "task.json"), "SEEN": str(tmp_path / "seen.json")}
        Path(paths["TASK"]).write_text(json.dumps({"command": command, "file": "uptime.block.yaml", **task}))
        done = subprocess.run(
            ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {SCRIPT}"],
            cwd=tmp_path,
            env={**os.environ, **paths, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "engine")},
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(Path(paths["SEEN"]).read_text())

    return run


def test_four_mistakes_are_shown_while_typing_and_two_mended(neovim):
    seen = neovim(lines=TYPED, expected=4, fixes=[11, 16])
    places = [[one[key] for key in ("line", "column", "end", "code")] for one in seen["before"]]
    assert places == [
        [11, 5, 11, "NB205"],
        [14, 35, 40, "NB505"],
        [16, 12, 34, "NB510"],
        [17, 9, 14, "NB210"],
    ]
    assert seen["before"][1]["message"] == "the block has no parameter 'wekks'\ndid you mean 'weeks'?"
    assert [one["code"] for one in seen["after"]] == ["NB505", "NB210"]
    mended = list(TYPED)
    mended[1] = "    command: show version"
    mended[6] = '    when: "params.weeks > 2"'
    assert seen["lines"] == [*HEAD.splitlines(), *mended]
