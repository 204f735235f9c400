from __future__ import annotations

import pytest

from neops_worker_sdk.workflow import (
    Device,
    DeviceGroup,
    DeviceGroupTypeDto,
    DeviceReference,
    DeviceTypeDto,
    Interface,
    InterfaceTypeDto,
    JobExecutionContextDto,
    Platform,
    PlatformTypeDto,
    WorkflowContext,
)


@pytest.fixture
def context():
    return WorkflowContext(
        JobExecutionContextDto(
            devices=[
                DeviceTypeDto(
                    id=5,
                    hostname="r1",
                    vendor="v",
                    facts={"a": 1},
                    platform=PlatformTypeDto(id=2, short_name="frr"),
                ),
                DeviceTypeDto(id=6, hostname="r2"),
            ],
            device_groups=[DeviceGroupTypeDto(id=3, name="g")],
            interfaces=[InterfaceTypeDto(id=7, name="eth0")],
        ),
        "device",
        5,
    )


def updates(context):
    found = context.compute_db_updates()
    return [] if found is None else found.model_dump(mode="json", by_alias=True)["updates"]


def patch(id_, path, value, entity="device"):
    return {"operation": "patch", "entity": entity, "id": id_, "path": path, "value": value}


def set_nested(context):
    context.devices[0].facts["b"] = {"c": None}


def change_id(context):
    context.interfaces[0].id = 8


CHANGES = {
    "nothing": (lambda c: None, []),
    "an attribute": (
        lambda c: setattr(c.device, "software_release", "9"),
        [patch(5, "software_release", "9")],
    ),
    "an attribute set to None": (lambda c: setattr(c.device, "vendor", None), [patch(5, "vendor", None)]),
    "a nested change gives the whole field": (set_nested, [patch(5, "facts", {"a": 1, "b": {"c": None}})]),
    "True is not 1": (lambda c: c.device.facts.update(a=True), [patch(5, "facts", {"a": True})]),
    "a patch keeps nested nulls, in snake_case": (
        lambda c: setattr(c.device, "platform", Platform(short_name="srl")),
        [patch(5, "platform", {"id": None, "name": None, "short_name": "srl", "vendor": None})],
    ),
    "an excluded field": (lambda c: setattr(c.device, "permission", 3), []),
    "a removed entity": (lambda c: c.devices.pop(), [{"operation": "delete", "entity": "device", "id": 6}]),
    "a cleared list": (
        lambda c: c.interfaces.clear(),
        [{"operation": "delete", "entity": "interface", "id": 7}],
    ),
    "a list set to None": (
        lambda c: setattr(c, "device_groups", None),
        [{"operation": "delete", "entity": "group", "id": 3}],
    ),
    "a changed id": (
        change_id,
        [
            {
                "operation": "create",
                "entity": "interface",
                "id": 8,
                "data": {"id": 8, "name": "eth0"},
                "skipIfIdentifierExists": False,
            },
            {"operation": "delete", "entity": "interface", "id": 7},
        ],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_becomes_its_update(context, name):
    change, expected = CHANGES[name]
    change(context)
    assert updates(context) == expected


def test_a_create_leaves_out_nulls_and_what_the_engine_writes_but_keeps_nulls_in_facts(context):
    device = Device(
        hostname="n1",
        facts={"k": None},
        permission=3,
        platform=Platform(short_name="frr"),
        skip_if_identifier_exists=True,
        identifier_fields=["hostname"],
    )
    context.devices.append(device)
    assert updates(context) == [
        {
            "operation": "create",
            "entity": "device",
            "id": device.id,
            "data": {
                "id": device.id,
                "hostname": "n1",
                "facts": {"k": None},
                "platform": {"short_name": "frr"},
            },
            "identifierFields": ["hostname"],
            "skipIfIdentifierExists": True,
        }
    ]


def test_updates_come_in_a_fixed_order(context):
    context.device_groups.append(DeviceGroup(id=40, skip_if_identifier_exists=False, identifier_fields=[]))
    context.interfaces.append(
        Interface(
            id=30, device=DeviceReference(hostname="n"), skip_if_identifier_exists=False, identifier_fields=[]
        )
    )
    context.interfaces[0].description = "x"
    context.devices[0].vendor, context.devices[0].hostname = "w", "q"
    del context.devices[1]
    context.devices += [Device(id=n, skip_if_identifier_exists=False, identifier_fields=[]) for n in (22, 21)]
    assert [(u["operation"], u["entity"], u["id"], u.get("path")) for u in updates(context)] == [
        ("create", "device", 22, None),
        ("create", "device", 21, None),
        ("delete", "device", 6, None),
        ("patch", "device", 5, "hostname"),
        ("patch", "device", 5, "vendor"),
        ("create", "interface", 30, None),
        ("patch", "interface", 7, "description"),
        ("create", "group", 40, None),
    ]


def test_an_edit_of_an_excluded_field_is_a_warning(context):
    context.device.permission = 3
    context.device_groups[0].device_count = 2
    assert context.compute_db_updates() is None
    assert context.warnings == [
        "the change of permission of device 5 is not sent: only the engine writes this field",
        "the change of device_count of group 3 is not sent: only the engine writes this field",
    ]


def test_of_two_new_entities_with_one_id_the_last_counts_with_a_warning(context):
    context.interfaces += [InterfaceTypeDto(id=9, name="a"), InterfaceTypeDto(id=9, name="b")]
    assert [u["data"]["name"] for u in updates(context)] == ["b"]
    assert context.warnings == ["2 interfaces have the id 9: only the last one counts"]


def test_what_is_no_entity_is_named(context):
    context.devices.append({"hostname": "x"})
    with pytest.raises(TypeError, match=r"context\.devices\[2\] is an object of type dict: put a Device"):
        context.compute_db_updates()


def test_an_entity_of_another_kind_is_named(context):
    context.device_groups.append(InterfaceTypeDto(id=1))
    with pytest.raises(
        TypeError,
        match=r"context\.device_groups\[1\] is an object of type InterfaceTypeDto: put a DeviceGroup",
    ):
        context.compute_db_updates()


def test_a_value_that_is_no_json_names_its_entity(context):
    context.device.facts["x"] = object()
    with pytest.raises(ValueError, match="device 5 holds a value that cannot be sent as JSON"):
        context.compute_db_updates()
