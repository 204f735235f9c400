"""`neops-blocks demo`: the first thing anybody runs."""

from __future__ import annotations

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
