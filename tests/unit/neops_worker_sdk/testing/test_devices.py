from __future__ import annotations

from types import SimpleNamespace

import pytest

from neops_worker_sdk.testing.devices import BaseMockDevice, RemoteLabDevice

RAW = {
    "mgmt": {"ipv4": "192.0.2.1"},
    "ansible_user": "u",
    "ansible_ssh_pass": "p",
    "ansible_network_os": "frr",
}


class Router(BaseMockDevice):
    host, ip, username, password, device_type = "r1", "192.0.2.1", "u", "p", "frr"


@pytest.mark.parametrize(
    ("device", "hostname"),
    [(Router(), "r1"), (RemoteLabDevice.from_dto(SimpleNamespace(name="r1", raw=RAW)), "192.0.2.1")],
)
def test_a_device_of_a_test_becomes_an_entity(device, hostname):
    entity = device.to_neops_device()
    assert (entity.hostname, entity.ip, entity.username, entity.password) == (hostname, "192.0.2.1", "u", "p")
    assert (entity.vendor, entity.platform.short_name) == ("frr", "frr")
    assert entity.id >= 10_000_000
    assert device.to_neops_device().id != entity.id


def test_a_device_that_does_not_say_all_of_it_cannot_be_made():
    with pytest.raises(TypeError, match="device_type"):
        type("Half", (BaseMockDevice,), {"host": "h", "ip": "i", "username": "u", "password": "p"})()


def test_a_lab_may_need_no_password():
    assert RemoteLabDevice("r1", {**RAW, "ansible_ssh_pass": None}).password == ""


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("mgmt", "mgmt.ipv4"),
        ("ansible_user", "ansible_user"),
        ("ansible_network_os", "ansible_network_os"),
    ],
)
def test_what_the_lab_does_not_say_is_named(without, said):
    raw = {key: value for key, value in RAW.items() if key != without}
    with pytest.raises(ValueError, match=f"nothing about {said} of its device r1"):
        RemoteLabDevice("r1", raw)
