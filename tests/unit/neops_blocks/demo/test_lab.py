from __future__ import annotations

import sys
from importlib.metadata import requires

import pytest

from neops_blocks.demo import start
from neops_blocks.demo.answers import COMMANDS, answer
from neops_blocks.diagnostics import MissingExtra
from neops_blocks.drivers import Target, driver_for
from neops_blocks.inventory import load_inventory

pytest.importorskip("asyncssh")


def is_alive(pid):
    import os

    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_devices_are_reachable_with_their_known_host_keys_and_gone_afterwards():
    with start(2, 0.0) as lab:
        inventory = load_inventory(lab.inventory, lab.env)
        assert [host.name for host in inventory.devices] == ["sw01", "sw02"]
        host = inventory.devices[1]
        target = Target(
            name=host.name,
            host=host.get("ip"),
            platform="ios",
            port=host.get("port"),
            username=host.get("username"),
            password=lab.password,
            host_key="strict",
            known_hosts=__import__("pathlib").Path(host.get("known_hosts")),
        )
        session = driver_for("ios", "netmiko").open(target)
        try:
            assert "FCW2102X0EM" in session.send("show version", timeout=5)
        finally:
            session.close()
    assert not is_alive(lab.pid)
    assert not lab.inventory.parent.exists()


def test_the_devices_end_when_the_demo_is_interrupted():
    def interrupted():
        with start(1, 0.0) as lab:
            pids.append(lab.pid)
            raise KeyboardInterrupt

    pids = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not is_alive(pids[0])


def test_without_asyncssh_the_message_names_the_install_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingExtra) as caught, start(1, 0.0):
        pass
    (wanted,) = (line for line in requires("neops-blocks") or () if "'demo'" in line or '"demo"' in line)
    assert caught.value.hint == f"install it: pip install '{wanted.partition(';')[0]}'"


@pytest.mark.parametrize("command", ["show version", "show ip interface brief", "show inventory"])
def test_the_answers_are_what_ntc_templates_understand(command):
    from ntc_templates.parse import parse_output

    rows = parse_output(platform="cisco_ios", command=command, data=answer(3, command))
    assert rows
    assert len(rows) == {"show ip interface brief": 13}.get(command, 1)


def test_an_unknown_command_has_no_answer():
    assert answer(1, "show nonsense") is None
    assert all(answer(1, f"  {command}  ") for command in COMMANDS)
