from __future__ import annotations

import pytest

from neops_blocks.inventory import SelectionError, select

TEXT = """
    defaults: {platform: ios, host: 192.0.2.1}
    devices:
      - {name: sw1, data: {role: access}}
      - {name: sw2, groups: [core], data: {role: edge}}
      - {name: r1, groups: [core], platform: frr, data: {role: edge}}
    groups: {core: {}}
"""


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ({}, ["sw1", "sw2", "r1"]),
        ({"names": ["r1", "sw1"]}, ["sw1", "r1"]),
        ({"names": ["sw*"]}, ["sw1", "sw2"]),
        ({"group": "core"}, ["sw2", "r1"]),
        ({"group": "core", "names": ["sw*"]}, ["sw2"]),
        ({"where": "device.data.role == 'edge'"}, ["sw2", "r1"]),
        ({"where": "device.platform.short_name == 'frr' and 'core' in device.groups"}, ["r1"]),
    ],
)
def test_devices_are_chosen(inventory, choice, names):
    assert [host.name for host in select(inventory(TEXT), **choice)] == names


@pytest.mark.parametrize(
    ("choice", "message", "hint"),
    [
        ({"names": ["sw3"]}, "no device 'sw3'", "did you mean"),
        ({"names": ["x*"]}, "no device 'x*'", "known devices"),
        ({"group": "cor"}, "no group 'cor'", "did you mean 'core'?"),
        ({"where": "device.data.role =="}, "--where", "example"),
        ({"where": "device.data.site == 'x'"}, "--where on device sw1", "default"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(inventory, choice, message, hint):
    with pytest.raises(SelectionError) as caught:
        select(inventory(TEXT), **choice)
    assert message in str(caught.value)
    assert hint in caught.value.hint
