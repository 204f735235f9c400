"""What the files in examples/deploy rely on: settings that exist, commands that exist, and enough time to stop."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from neops_blocks.cli.app import COMMANDS
from neops_worker_sdk.worker.configuration import VARIABLES
from neops_worker_sdk.worker.settings import SHUTDOWN_TIMEOUT

DEPLOY = Path(__file__).parents[2] / "examples" / "deploy"
NOT_OURS = {"PYTHONUNBUFFERED"}
UNIT = (DEPLOY / "neops-worker.service").read_text()
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
WORKER = COMPOSE["services"]["worker"]


def known():
    return {variable.name for variable in VARIABLES.values()} | NOT_OURS


@pytest.mark.parametrize(
    "names",
    [
        re.findall(r"([A-Z_]+)=", re.search(r"^Environment=(.*)$", UNIT, re.MULTILINE)[1]),
        re.findall(r"^(?:ENV| {4})\s*([A-Z_]+)=", DOCKERFILE, re.MULTILINE),
        list(WORKER["environment"]),
    ],
    ids=["systemd", "docker", "compose"],
)
def test_every_variable_is_a_setting(names):
    assert names
    assert set(names) <= known()


def test_the_worker_has_more_time_to_stop_than_it_takes():
    systemd = int(re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)[1])
    compose = int(WORKER["stop_grace_period"].removesuffix("s"))
    assert min(systemd, compose) > SHUTDOWN_TIMEOUT


def test_the_commands_exist():
    assert re.search(r"^ExecStart=\S+/neops-blocks worker$", UNIT, re.MULTILINE)
    assert 'CMD ["worker"]' in DOCKERFILE
    assert "RUN neops-blocks lint blocks" in DOCKERFILE
    assert {"worker", "lint"} <= COMMANDS.keys()


def test_the_state_directory_is_kept():
    (volume,) = WORKER["volumes"]
    name, _, path = volume.partition(":")
    assert name in COMPOSE["volumes"]
    assert f"STATE_DIR={path}" in DOCKERFILE
    assert f"VOLUME {path}" in DOCKERFILE
    assert "StateDirectory=neops-worker" in UNIT
    assert "STATE_DIR=/var/lib/neops-worker" in UNIT


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze (package systemd)")
def test_systemd_takes_the_unit(tmp_path):
    program = tmp_path / "neops-blocks"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / "neops-worker.service"
    unit.write_text(
        UNIT.replace("/opt/neops/bin/neops-blocks", str(program)).replace("User=neops\nGroup=neops\n", "")
    )
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "neops-worker" in line]) == (0, [])
