from __future__ import annotations

import json

import pytest

from neops_blocks.inventory import InvalidInventoryError

GOOD = """
    defaults: {username: admin, password: {env: LAB_PASSWORD}, platform: ios}
    devices:
      - {name: sw1, host: 192.0.2.1, port: 22}
      - {name: r1, host: 192.0.2.9, platform: frr, groups: [core], data: {role: edge}, vendor: FRR}
    groups:
      core: {data: {site: zrh}, username: ops, connection: {timeout: {connect: 3}}}
"""


def test_the_inventory_of_the_documentation_becomes_entities(inventory):
    found = inventory(GOOD, env={"LAB_PASSWORD": "s3cret"})
    context = found.to_context(found.devices, found.groups["core"])
    sw1, r1 = context.devices
    assert (sw1.hostname, sw1.ip, sw1.username, sw1.password) == ("sw1", "192.0.2.1", "admin", "s3cret")
    assert (sw1.platform.short_name, r1.platform.short_name) == ("ios", "frr")
    assert json.loads(sw1.connection_options) == {"port": 22}
    assert json.loads(r1.connection_options) == {"timeout": {"connect": 3}}
    assert (r1.username, r1.vendor, r1.facts) == ("ops", "FRR", {"role": "edge", "site": "zrh"})
    assert context.device_groups[0].name == "core"
    assert context.device_groups[0].facts == {"site": "zrh"}


def test_a_device_wins_over_its_groups_and_the_first_group_over_the_next(inventory):
    found = inventory("""
        defaults: {username: d, port: 1}
        devices: [{name: a, host: h, platform: ios, groups: [one, two], data: {x: device}}]
        groups:
          one: {username: one, data: {x: one, y: one}}
          two: {username: two, port: 2, data: {y: two, z: two}, groups: [three]}
          three: {key_file: k}
    """)
    host = found.devices[0]
    assert (host.get("username"), host.get("port"), host.get("key_file")) == ("one", 2, "k")
    assert host.data == {"x": "device", "y": "one", "z": "two"}
    assert host.groups == ("one", "two", "three")


def test_everything_wrong_is_reported_at_once_with_its_place(inventory):
    with pytest.raises(InvalidInventoryError) as caught:
        inventory("""
            devices:
              - {name: sw1, host: 192.0.2.1, platfrom: ios}
              - {name: sw1, host: 10, platform: isos}
              - {host: x}
              - {name: 7}
              - {name: sw2, port: 99999, groups: [cor], password: {var: X}}
            groups: {core: {}}
            device: []
        """)
    messages = [finding.message for finding in caught.value.findings]
    assert messages == [
        "unknown key 'platfrom'",
        "there are two devices 'sw1'",
        'devices[1].host must be text: write it in quotes, "10"',
        "unknown platform 'isos'",
        "the device has no name",
        "the name of a device must be text",
        "devices[4].port must be a number from 1 to 65535",
        "there is no group 'cor'",
        "devices[4].password is no reference to a secret",
        "unknown key 'device'",
    ]
    hints = {finding.message: finding.help for finding in caught.value.findings}
    assert hints["unknown key 'platfrom'"] == "did you mean 'platform'?"
    assert hints["unknown platform 'isos'"] == "did you mean 'ios'?"
    assert hints["there is no group 'cor'"] == "did you mean 'core'?"
    assert str(caught.value.findings[0].span).endswith("inventory.yaml:3:34")


@pytest.mark.parametrize("text", ["", "[]", "a: 1", "just text", "groups: {}"])
def test_a_file_that_is_no_inventory_says_what_one_looks_like(inventory, text):
    with pytest.raises(ValueError, match=r"devices|inventory"):
        inventory(text)


def test_yaml_errors_come_with_their_place(inventory):
    with pytest.raises(InvalidInventoryError) as caught:
        inventory("devices:\n  - {name: a, name: b}\n")
    assert ":2:" in str(caught.value.findings[0].span)


def test_vendor_spellings_of_platforms_are_understood(inventory):
    found = inventory(
        "devices: [{name: a, platform: cisco_ios}, {name: b, platform: {short_name: Arista-EOS}}]"
    )
    assert [host.platform for host in found.devices] == ["ios", "eos"]


def test_two_chosen_devices_may_not_share_a_hostname(inventory):
    found = inventory("devices: [{name: a, host: h}, {name: b, host: h, hostname: a}]")
    assert found.to_context(found.devices[1:]).devices[0].hostname == "a"
    with pytest.raises(InvalidInventoryError, match="devices a and b have the same hostname 'a'"):
        found.to_context(found.devices)


def test_snippets_never_show_a_password(inventory):
    with pytest.raises(InvalidInventoryError) as caught:
        inventory("""
            defaults: {enable_password: hunter22, port: no}
            devices:
              - name: a
                password: hunter22, hunter 22
              - {name: a, "password": "hunter 22", username: u}
              - {name: b, password: 22222222}
        """)
    text = "".join(caught.value.texts.values()) + str(caught.value)
    assert "hunter" not in text
    assert "22222222" not in text
    assert "port: no" in text


def test_passwords_are_never_in_a_repr(inventory):
    found = inventory("devices: [{name: a, host: h, password: hunter22, data: {k: hunter22}}]")
    assert "hunter22" not in repr(found) + repr(found.devices[0])
