"""The blocks that come with the package, on emulated devices and on ones that are in trouble."""

from __future__ import annotations

import json
from pathlib import Path

import neops_blocks.library
import pytest

LIBRARY = Path(neops_blocks.library.__file__).parent
FRR = {
    "commands": {
        "show version": "FRRouting 8.4.4 (r1).\nCopyright 1996-2005 Kunihiro Ishiguro, et al.",
        "show running-config": "Building configuration...\n\nfrr version 8.4.4\nhostname {name}\nend",
        "show interface brief": (
            "Interface       Status  VRF             Addresses\n"
            "---------       ------  ---             ---------\n"
            "eth0            up      default         10.0.0.1/24\n"
            "lo              down    default\n"
        ),
    }
}


@pytest.fixture(scope="module")
def shared_lab(session_emulator):
    return session_emulator(count=3)


@pytest.fixture
def lab(shared_lab):
    shared_lab.set_faults({})
    shared_lab.forget_events()
    return shared_lab


def test_config_backup_fetches_the_whole_configuration(run_block, lab, as_entities):
    ran = run_block(path=LIBRARY / "config_backup.block.yaml", devices=as_entities(lab)[:1])
    assert ran.outcome.success, ran.outcome.message
    lines = ran.data["config"].splitlines()
    assert "hostname sw1" in lines
    assert lines[-1] == "end"
    assert ran.data["config_lines"] == len(lines)
    assert ran.outcome.message == f"sw1: {len(lines)} lines"


def test_config_backup_of_a_device_in_trouble_is_no_backup(run_block, lab, as_entities):
    lab.set_faults({"sw1": "drop"})
    ran = run_block(path=LIBRARY / "config_backup.block.yaml", devices=as_entities(lab)[:1])
    assert not ran.outcome.success
    assert ran.outcome.data is None
    assert ran.error("sw1")["code"] == "session_lost"


def test_parallel_collect_takes_the_command_and_names_those_that_did_not_answer(run_block, lab, as_entities):
    lab.set_faults({"sw2": "auth"})
    ran = run_block(
        path=LIBRARY / "parallel_collect.block.yaml",
        devices=as_entities(lab),
        params={"command": "show clock"},
    )
    assert ran.outcome.success
    assert ran.outcome.message == "show clock: 2 of 3 devices answered"
    assert ran.data["outputs"].keys() == {"sw1", "sw3"}
    assert ran.data["failed"]["sw2"]["code"] == "auth_failed"
    assert [row["text"] for row in lab.log_events("command", "sw1")].count("show clock") == 1


def test_parallel_collect_fails_when_nobody_answers(run_block, lab, as_entities):
    lab.set_faults({"*": "auth"})
    ran = run_block(
        path=LIBRARY / "parallel_collect.block.yaml",
        devices=as_entities(lab),
        params={"command": "show clock"},
    )
    assert not ran.outcome.success
    assert ran.outcome.message == (
        "show clock: 0 of 3 devices answered (sw1: auth_failed, sw2: auth_failed, sw3: auth_failed)"
    )


def test_parallel_collect_waits_as_long_as_the_inventory_says(run_block, lab, as_entities):
    lab.set_faults({"sw2": "hang"})
    devices = as_entities(lab)
    options = json.loads(devices[1]["connection_options"])
    devices[1]["connection_options"] = json.dumps({**options, "timeout": {"command": 0.5}})
    ran = run_block(
        path=LIBRARY / "parallel_collect.block.yaml", devices=devices, params={"command": "show clock"}
    )
    assert ran.outcome.message == "show clock: 2 of 3 devices answered"
    assert ran.error("sw2")["code"] == "command_timeout"
    assert "timeout.command" in ran.error("sw2")["hint"]


def test_device_facts_reads_ios_and_refuses_a_platform_it_does_not_know(run_block, lab, as_entities):
    devices = as_entities(lab)
    devices[2]["platform"] = {"short_name": "eos"}
    ran = run_block(path=LIBRARY / "device_facts.block.yaml", devices=devices)
    assert not ran.outcome.success
    assert ran.outcome.message.startswith("2 of 3 devices read, 2 with interfaces down")
    facts = ran.data["facts"]["sw1"]
    assert facts["version"] == "15.2(7)E3"
    assert facts["interfaces"] == 12
    assert facts["down"] == [f"GigabitEthernet0/{number}" for number in (3, 6, 9, 12)]
    assert ran.data["failed"].keys() == {"sw3"}
    assert ran.error("sw3")["code"] == "unsupported_platform"
    assert len(lab.log_events("login")) == 2


def test_device_facts_reads_frr(run_block, emulator, as_entities):
    lab = emulator(count=1, transcript=FRR)
    (device,) = as_entities(lab)
    ran = run_block(
        path=LIBRARY / "device_facts.block.yaml", devices=[{**device, "platform": {"short_name": "frr"}}]
    )
    assert ran.outcome.success, ran.outcome.message
    assert ran.data["facts"]["sw1"] == {
        "version": "8.4.4",
        "config_lines": 6,
        "interfaces": 2,
        "down": ["lo"],
    }
