"""The block that the language page shows: compiled, and run on devices that answer like real switches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "interface_errors"


def test_the_block_of_the_language_page_finds_the_noisy_interfaces(emulator, tmp_path):
    noisy = (EXAMPLE / "replies" / "sw1-show-interfaces.txt").read_text()
    quiet = noisy.replace(" 48 input errors", " 1 input errors")
    devices = emulator(
        count=3,
        faults={"sw3": "auth"},
        transcript={
            "commands": {"show interfaces": quiet},
            "devices": {"sw1": {"commands": {"show interfaces": noisy}}},
        },
    )
    words = [Path(sys.executable).with_name("neops-blocks"), "run", EXAMPLE / "interface_errors.block.yaml"]
    options = ["-i", devices.inventory, "-p", "max_errors=10", "--format", "json"]
    done = subprocess.run(
        [*words, *options],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=50,
    )
    document = json.loads(done.stdout)
    assert done.returncode == 1, "one of three devices failed, 10% are allowed"
    assert document["message"].startswith("3 devices, 1 noisy interfaces, 1 failed")
    assert document["data"]["interfaces"] == {"sw1": ["GigabitEthernet0/1"], "sw2": []}
    assert document["data"]["total"] == 1
    assert document["data"]["failed"]["sw3"]["code"] == "auth_failed"
