from __future__ import annotations

import json

import pytest

from neops_blocks.inventory import InvalidInventoryError

HOSTS = """
    sw1:
      hostname: 192.0.2.1
      groups: [lab]
      data: {role: access}
      connection_options:
        netmiko: {port: 2022, platform: cisco_xe, extras: {secret: en4ble}}
    sw2: {hostname: 192.0.2.2, platform: nxos_ssh, groups: [lab]}
"""


def test_hosts_groups_and_defaults_are_read(inventory, write):
    write("groups.yaml", "lab: {platform: ios, username: ops, groups: [all]}\nall: {data: {site: zrh}}\n")
    write("defaults.yaml", "password: s3cret\nport: 22\n")
    found = inventory(HOSTS, "hosts.yaml")
    sw1, sw2 = found.to_context(found.devices).devices
    assert (sw1.ip, sw1.username, sw1.password, sw1.platform.short_name) == (
        "192.0.2.1", "ops", "s3cret", "iosxe",
    )  # fmt: skip
    assert json.loads(sw1.connection_options) == {"port": 2022, "enable_password": "en4ble"}
    assert sw1.facts == {"role": "access", "site": "zrh"}
    assert (sw2.platform.short_name, json.loads(sw2.connection_options)) == ("nxos", {"port": 22})
    assert [host.name for host in found.members("all")] == ["sw1", "sw2"]


def test_errors_name_the_file_they_are_in(inventory, write):
    write("groups.yaml", "lab: {platfrom: ios}\n")
    with pytest.raises(InvalidInventoryError) as caught:
        inventory(HOSTS, "hosts.yaml")
    (finding,) = caught.value.findings
    assert finding.span.file.endswith("groups.yaml")
    assert finding.help == "did you mean 'platform'?"
