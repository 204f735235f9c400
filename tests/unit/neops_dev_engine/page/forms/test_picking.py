"""Which entities a form means."""

from __future__ import annotations

import pytest

from neops_dev_engine.page.forms.picking import PASTED, may_be_shown, picked, picks
from neops_dev_engine.page.forms.reading import Form
from neops_dev_engine.records.entities import merge_entities

DEVICES = [
    {"id": 5, "hostname": "sw1", "ip": "192.0.2.1", "password": "geheim", "platform": {"shortName": "ios"}},
    {"id": 6, "hostname": "sw2", "ip": "192.0.2.2", "groups": [{"id": 3}]},
    {"id": 9, "hostname": "rt1", "ip": "192.0.2.9"},
]
GROUPS = [{"id": 2, "name": "core", "devices": [{"id": 9}]}, {"id": 3, "name": "access"}]
PORTS = [{"id": 50, "name": "eth0", "device": {"id": 5}}]


@pytest.fixture
def inventory(tx):
    merge_entities(tx, {"devices": DEVICES, "deviceGroups": GROUPS, "interfaces": PORTS})
    return tx


def chosen(inventory, run_on, *fields):
    """The ids of the context by list, and what is wrong."""
    found = picked(inventory, run_on, Form(list(fields)))
    return {name: [each["id"] for each in entities] for name, entities in found.context.items()}, found.fault


@pytest.mark.parametrize(
    ("run_on", "fields", "devices", "groups", "interfaces"),
    [
        ("device", [("device", "5"), ("device", "9")], [5, 9], [], []),
        ("device", [("device", "77"), ("device", "x"), ("device", "9" * 30)], [], [], []),
        ("device", [(PASTED, "sw1, RT1\n192.0.2.2")], [5, 9, 6], [], []),
        ("device", [(PASTED, "[sw1, 9]")], [5, 9], [], []),
        ("device", [(PASTED, '[{"hostname": "sw2"}, {"id": 5}]')], [6, 5], [], []),
        ("device", [(PASTED, '{"hostname": "new", "ip": "192.0.2.77"}')], [10], [], []),
        (
            "device",
            [("device", "5"), (PASTED, "- hostname: n1\n  ip: 1.2.3.4\n- hostname: n2\n  ip: 1.2.3.5")],
            [5, 10, 11],
            [],
            [],
        ),
        (
            "device",
            [(PASTED, '{"devices": [{"id": 1, "hostname": "a"}], "interfaces": [{"id": 50}]}')],
            [1, 5],
            [],
            [50],
        ),
        ("group", [("group", "2")], [9], [2], []),
        ("group", [("group", "3")], [6], [3], []),
        ("group", [(PASTED, "core access")], [9, 6], [2, 3], []),
        ("group", [("device", "5"), ("device", "6")], [5, 6], [4], []),
        ("group", [(PASTED, "sw1 sw2")], [5, 6], [4], []),
        ("group", [(PASTED, '[{"hostname": "new", "ip": "192.0.2.77"}]')], [10], [4], []),
        ("interface", [("interface", "50")], [5], [], [50]),
        ("global", [("device", "5")], [5], [], []),
        ("global", [], [], [], []),
    ],
)
def test_ticked_and_pasted_entities_make_the_context(inventory, run_on, fields, devices, groups, interfaces):
    found, fault = chosen(inventory, run_on, *fields)
    assert (found, fault) == (
        {"devices": devices, "deviceGroups": groups, "interfaces": interfaces},
        None,
    )


def test_chosen_devices_are_a_group_where_a_block_runs_on_one(inventory):
    (group,) = picked(inventory, "group", Form([("device", "5"), ("device", "6")])).context["deviceGroups"]
    assert group == {"id": 4, "name": "selection", "devices": [{"id": 5}, {"id": 6}]}


def test_ticked_devices_come_with_their_secrets(inventory):
    (device,) = picked(inventory, "device", Form([("device", "5")])).context["devices"]
    assert device["password"] == "geheim"


@pytest.mark.parametrize(
    ("pasted", "fault"),
    [
        ("sw3", "the engine knows no device sw3; did you mean sw2?"),
        ('[{"id": 77}]', "the engine knows no device with the id 77"),
        ('[{"id": [5], "hostname": "a"}]', "the id of a device is a whole number"),
        ('[{"id": {}}]', "the id of a device is a whole number"),
        ("[[sw1]]", "a device is an object, or the name of one that the engine knows"),
        ('{"devices": 5}', "a list of devices is wanted"),
        ("[sw1", "line 1, column 5: expected ',' or ']', but got '<stream end>'"),
    ],
)
def test_what_is_pasted_wrongly_is_told(inventory, pasted, fault):
    assert chosen(inventory, "device", (PASTED, pasted))[1] == fault


def test_a_device_that_might_have_been_meant_is_named_also_where_groups_are_wanted(inventory):
    fault = "the engine knows no group sw3; did you mean sw2?"
    assert chosen(inventory, "group", (PASTED, "sw3"))[1] == fault


def test_lists_show_no_secrets(inventory):
    devices, *_ = picks(inventory, "device")
    assert [(line.name, line.more) for line in devices.lines] == [
        ("rt1", "192.0.2.9"),
        ("sw1", "192.0.2.1 · ios"),
        ("sw2", "192.0.2.2"),
    ]
    assert "geheim" not in repr(devices)
    assert [each.kind for each in picks(inventory, "group")] == ["group", "device"]
    assert [each.kind for each in picks(inventory, "client")] == ["device"]


def test_very_long_lists_are_cut_and_say_so(inventory):
    more = [{"id": number, "hostname": f"d{number}"} for number in range(100, 1200)]
    merge_entities(inventory, {"devices": more})
    (devices,) = picks(inventory, "device")
    assert (len(devices.lines), devices.left_out) == (1000, 103)


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("sw1 sw2", True),
        ('[{"hostname": "sw1", "ip": "192.0.2.1"}]', True),
        ('[{"hostname": "sw1", "password": "x"}]', False),
        ("- connectionOptions: x", False),
        ('[{"PASSWD": "x"', False),
    ],
)
def test_pasted_secrets_are_not_shown_again(pasted, shown):
    assert may_be_shown(pasted) is shown
