"""`neops-blocks demo`: the first thing anybody runs."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

pytest.importorskip("asyncssh")


def test_the_demo_reads_its_devices_and_says_what_to_try_next(cli):
    done = cli("demo", "--devices", 6, "--latency", 0.1)
    assert done.code == 0, done.err
    assert all(f"sw0{number}" in done.out for number in range(1, 7))
    assert "6 of 6 devices read" in done.out
    assert "device_facts.block.yaml" in done.out
    assert "neops-blocks show device_facts" in done.out


def test_the_demo_prints_one_document(cli):
    done = cli("demo", "--devices", 3, "--latency", 0, "--format", "json")
    assert done.code == 0, done.err
    assert len(done.json["hosts"]) == 3
    assert all(host["ok"] for host in done.json["hosts"].values())


def test_the_devices_can_be_kept_for_other_runs(cli, tmp_path):
    file = tmp_path / "inventory.yaml"
    command = [
        sys.executable,
        "-m",
        "neops_blocks.cli",
        "demo",
        "--devices",
        "2",
        "--latency",
        "0",
        "--keep",
        file,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as kept:
        try:
            assert "inventory.yaml" in kept.stdout.readline()
            done = cli("run", "device_facts", "-i", file)
            assert "2 of 2 devices read" in done.out, done.err
            assert cli("demo", "--keep", file).code == 2
        finally:
            kept.send_signal(signal.SIGINT)
        assert kept.wait(10) == 0
    assert not file.exists()
