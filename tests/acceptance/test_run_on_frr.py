"""`neops-blocks run` on five real FRRouting routers, two of them out of reach and one with a wrong password."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("neops-blocks")
FACTS = ROOT / "blocks" / "device_facts.block.yaml"


@pytest.fixture(scope="module")
def lab(frr_lab):
    return frr_lab(count=5)


@pytest.fixture(scope="module")
def run(lab, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")

    def run(block, inventory, *arguments):
        rows = [dict(asdict(device), **inventory.get(device.name, {})) for device in lab.devices]
        path = home / "inventory.yaml"
        path.write_text(json.dumps({"devices": rows}))
        words = [COMMAND, "run", block, "-i", path, "--format", "json", *arguments]
        done = lab.exec(["env", f"HOME={home}", *words], timeout=90)
        return done, json.loads(done.stdout) if done.stdout else None

    return run


def test_every_router_is_read(run):
    done, document = run(FACTS, {})
    assert done.returncode == 0, done.stderr
    assert document["success"]
    facts = document["data"]["facts"]
    assert sorted(facts) == ["r1", "r2", "r3", "r4", "r5"]
    for router in facts.values():
        assert router["version"].startswith("8.")
        assert router["config_lines"] > 20
        assert router["interfaces"] >= 2
    assert "frrlab" not in done.stdout


def test_a_router_powered_off_a_pulled_cable_and_a_wrong_password_fail_alone(lab, run):
    lab.kill("r2")
    lab.link("r3", "down")
    try:
        done, document = run(FACTS, {"r4": {"password": "not-the-password"}}, "--timeout", "60")
    finally:
        lab.link("r3", "up")
        lab.start("r2")
    assert done.returncode == 1
    assert not document["success"]
    codes = {name: host["error"]["code"] for name, host in document["hosts"].items() if not host["ok"]}
    assert codes.keys() == {"r2", "r3", "r4"}
    assert codes["r2"] == "connect_refused"
    assert codes["r3"] in ("unreachable", "connect_timeout")
    assert codes["r4"] == "auth_failed"
    assert sorted(document["data"]["facts"]) == ["r1", "r5"]
    assert document["hosts"]["r1"]["steps"]["version"] == {
        "ok": True,
        "skipped": False,
        "elapsed": document["hosts"]["r1"]["steps"]["version"]["elapsed"],
        "attempts": 1,
    }
    assert document["hosts"]["r4"]["error"]["where"].endswith("device_facts.block.yaml:16:5")
    assert "not-the-password" not in done.stdout + done.stderr


def test_a_rejected_command_shows_what_the_router_said(run, tmp_path):
    block = tmp_path / "wrong.block.yaml"
    block.write_text(
        "schema: function-block/v1\nname: wrong\npackage: fb.test\nversion: 1.0.0\n"
        "description: A command no router knows.\nrun_on: group\ntype: check\n"
        "steps: [{id: x, command: show nonsense}]\n"
    )
    done, document = run(block, {}, "--device", "r1")
    assert done.returncode == 1
    error = document["hosts"]["r1"]["error"]
    assert error["code"] == "command_rejected"
    assert error["command"] == "show nonsense"
    assert "Unknown command" in error["output"]


def test_a_backup_of_each_router_is_its_running_configuration(lab, run):
    done, document = run(ROOT / "blocks" / "config_backup.block.yaml", {})
    assert done.returncode == 0, done.stderr
    assert document["data"]["r5"]["config"].count("hostname r5") == 1
    lines = [line for line in lab.vtysh("r5", "show running-config").splitlines() if line.strip()]
    assert lines[-1] in document["data"]["r5"]["config"]
