"""The labs themselves: what they give, and that nothing is left behind."""

from __future__ import annotations

import socket

import yaml


def test_the_emulator_listens_and_writes_an_inventory(emulator):
    lab = emulator(count=2)
    assert [device.name for device in lab.devices] == ["sw1", "sw2"]
    with socket.create_connection((lab.devices[1].host, lab.devices[1].port), timeout=5) as sock:
        assert sock.recv(4) == b"SSH-"
    assert yaml.safe_load(lab.inventory.read_text())["devices"][0]["platform"] == "ios"
    assert lab.log_events() == []


def test_faults_may_change_while_it_runs(emulator):
    lab = emulator(count=1)
    lab.set_faults({"sw1": "refuse"})
    with socket.create_connection((lab.devices[0].host, lab.devices[0].port), timeout=5) as sock:
        assert sock.recv(4) == b""


def test_the_routers_answer_inside_their_namespace_only(frr_lab):
    lab = frr_lab(2)
    assert "FRRouting" in lab.vtysh("r1", "show version")
    done = lab.exec(["ip", "-br", "addr"])
    assert "br0" in done.stdout
