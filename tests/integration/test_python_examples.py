"""The Python blocks in examples/ against real SSH servers."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from neops_worker_sdk.jobs import Job, run_job
from neops_worker_sdk.registry import discover
from neops_worker_sdk.workflow import DeviceGroupTypeDto, DeviceTypeDto, JobExecutionContextDto

EXAMPLES = Path(__file__).parents[2] / "examples" / "python_blocks"
pytestmark = pytest.mark.emulator


@pytest.fixture
def run():
    found = discover(EXAMPLES)
    assert found.errors == []
    blocks = {block.cls.__name__: block for block in found.registrations}

    def run(name, devices, **parameters):
        block = blocks[name]
        context = JobExecutionContextDto(
            devices=devices, device_groups=[DeviceGroupTypeDto(id=1, name="all")], interfaces=[]
        )
        return run_job(
            Job(
                name,
                block.cls,
                block.registration,
                "execute",
                parameters,
                context,
                block.registration.run_on,
                1,
            )
        )

    return run


def entities(emulated):
    return [
        DeviceTypeDto(
            id=number,
            hostname=device.name,
            ip=device.host,
            username=device.username,
            password=device.password,
            connection_options=json.dumps({"port": device.port}),
        )
        for number, device in enumerate(emulated.devices, start=1)
    ]


def test_config_backup_counts_the_lines_of_the_running_configuration(run, emulator):
    lab = emulator(count=1)
    outcome = run("ConfigBackup", entities(lab))
    assert outcome.success, outcome.message
    assert outcome.data["config_lines"] > 5
    assert [row["text"] for row in lab.log_events("command")].count("show running-config") == 1


def test_config_backup_says_what_a_device_lacks(run):
    outcome = run("ConfigBackup", [DeviceTypeDto(id=1, hostname="sw1", ip="192.0.2.1")])
    assert not outcome.success
    assert outcome.message == "sw1: the address or the username is missing."
    assert outcome.failure is None


def test_config_backup_fails_with_what_the_device_answered(run, emulator):
    lab = emulator(count=1, faults={"*": "auth"})
    outcome = run("ConfigBackup", entities(lab))
    assert not outcome.success
    assert "uthentication" in outcome.message


def test_parallel_collect_leaves_out_devices_that_cannot_be_reached(run, emulator):
    lab = emulator(count=2)
    outcome = run(
        "ParallelCollect", [*entities(lab), DeviceTypeDto(id=9, hostname="bare")], command="show version"
    )
    assert outcome.success, outcome.message
    assert sorted(outcome.data["outputs"]) == ["sw1", "sw2"]
    assert "sw1" in outcome.data["outputs"]["sw1"]


def test_parallel_collect_needs_devices(run):
    assert run("ParallelCollect", [], command="show version").message == "The group has no devices."


def test_fifty_devices_of_one_job_are_read_at_the_same_time(run, emulator):
    latency = 0.5
    lab = emulator(count=50, latency=latency)
    began = time.monotonic()
    outcome = run("ParallelCollect", entities(lab), command="show version")
    elapsed = time.monotonic() - began
    assert outcome.success, outcome.message
    assert len(outcome.data["outputs"]) == 50
    assert outcome.blocking == ()
    assert elapsed < 50 / 6 * latency, (
        f"{elapsed:.1f} s: no faster than six threads that only wait for the command"
    )
