from __future__ import annotations

import json

import pytest

from neops_blocks.inventory import InvalidInventoryError, SelectionError, load_inventory
from neops_blocks.inventory.ranges import expand

INI = """
    # comment
    r1 ansible_host=192.0.2.9

    [access]
    sw[01:03] ansible_network_os=cisco.ios.ios
    sw03 ansible_port=2022 site="Zurich West"

    [core:children]
    access

    [core:vars]
    ansible_user=ops
    ansible_ssh_pass=s3cret
    tier=1

    [all:vars]
    ansible_network_os=eos
"""
YAML = """
    all:
      vars: {ansible_network_os: eos}
      hosts:
        r1: {ansible_host: 192.0.2.9}
      children:
        core:
          vars: {ansible_user: ops, ansible_ssh_pass: s3cret, tier: 1}
          children:
            access:
              hosts:
                sw[01:03]: {ansible_network_os: cisco.ios.ios}
                sw03: {ansible_port: 2022, site: Zurich West}
"""


@pytest.mark.parametrize(("name", "text"), [("hosts", INI), ("hosts.ini", INI), ("inventory.yml", YAML)])
def test_ini_and_yaml_say_the_same(inventory, name, text):
    found = inventory(text, name)
    assert [host.name for host in found.devices] == ["r1", "sw01", "sw02", "sw03"]
    r1, sw01, _, sw03 = found.to_context(found.devices).devices
    assert (r1.ip, r1.platform.short_name, r1.username) == ("192.0.2.9", "eos", None)
    assert (sw01.platform.short_name, sw01.username, sw01.password) == ("ios", "ops", "s3cret")
    assert sw01.facts == {"tier": 1}
    assert (json.loads(sw03.connection_options), sw03.facts) == (
        {"port": 2022},
        {"tier": 1, "site": "Zurich West"},
    )
    assert [host.name for host in found.members("core")] == ["sw01", "sw02", "sw03"]


def test_variables_beside_the_inventory_are_read(inventory, write):
    write("group_vars/access.yml", "ansible_user: from_group\ncolour: red\n")
    write("host_vars/sw1.yaml", "ansible_user: from_host\n")
    found = inventory("[access]\nsw1\nsw2\n", "hosts")
    assert [host.get("username") for host in found.devices] == ["from_host", "from_group"]
    assert found.devices[0].data == {"colour": "red"}


@pytest.mark.parametrize("place", ["group_vars/all.yml", "group_vars/all", "group_vars/all/main.yml"])
@pytest.mark.parametrize(
    ("name", "text"), [("hosts.ini", "[access]\nsw1\n"), ("hosts.yml", "access: {hosts: {sw1: {}}}\n")]
)
def test_variables_of_everybody_are_read_where_the_inventory_does_not_name_all(
    inventory, write, place, name, text
):
    write(place, "ansible_user: everybody\n")
    (device,) = inventory(text, name).devices
    assert device.get("username") == "everybody"


def test_a_value_in_the_vault_beside_the_inventory_fails_the_host_that_uses_it(inventory, write):
    write("host_vars/a.yml", "ansible_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6638\n")
    found = inventory("a\nb\n", "hosts")
    assert found.to_context([host for host in found.devices if host.name == "b"])
    with pytest.raises(InvalidInventoryError, match=r"password of device a.*Ansible Vault"):
        found.to_context(found.devices)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("!vault |\n            $ANSIBLE_VAULT;1.1;AES256\n            6638", "Ansible Vault"),
        ("\"{{ lookup('env', 'PW') }}\"", "is a template"),
    ],
)
def test_a_value_that_needs_ansible_fails_the_host_that_uses_it(inventory, value, why):
    found = inventory(f"all:\n  hosts:\n    a:\n      ansible_password: {value}\n    b: {{}}\n")
    assert found.to_context([host for host in found.devices if host.name == "b"])
    with pytest.raises(InvalidInventoryError, match=f"password of device a.*{why}"):
        found.to_context(found.devices)


def test_a_file_in_the_vault_is_refused(inventory):
    with pytest.raises(SelectionError, match="Vault"):
        inventory("$ANSIBLE_VAULT;1.1;AES256\n3131\n", "hosts.yml")


@pytest.mark.parametrize(
    "text", ["[a:b]\nx\n", "sw[9:1]\n", "sw1 oops\n", "[g:vars]\nnovalue\n", 'sw1 a="\n', "\n"]
)
def test_ini_that_cannot_be_read_is_refused_with_its_line(inventory, text):
    with pytest.raises(InvalidInventoryError) as caught:
        inventory(text, "hosts")
    assert caught.value.findings[0].span.start.line <= 2


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("sw[1:3]", ["sw1", "sw2", "sw3"]),
        ("sw[08:10]x", ["sw08x", "sw09x", "sw10x"]),
        ("r[1:5:2]", ["r1", "r3", "r5"]),
        ("[a:b][1:2]", ["a1", "a2", "b1", "b2"]),
        ("plain", ["plain"]),
    ],
)
def test_ranges(pattern, names):
    assert expand(pattern) == names


@pytest.mark.parametrize("pattern", ["sw[1:999999999]", "sw[a:9]", "sw[3:1]", "sw[1:2:0]"])
def test_ranges_that_make_no_sense(pattern):
    with pytest.raises(ValueError, match="range"):
        expand(pattern)


@pytest.mark.parametrize("place", ["netbox://host", "https://netbox.example.com"])
def test_netbox_is_not_available_in_this_version(place):
    with pytest.raises(SelectionError, match="not available in this version"):
        load_inventory(place, {})


def test_an_inventory_plugin_for_netbox_is_refused(inventory):
    with pytest.raises(SelectionError, match="not available in this version"):
        inventory("plugin: netbox.netbox.nb_inventory\napi_endpoint: https://netbox.example.com\n")
