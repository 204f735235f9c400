from __future__ import annotations

import re
from typing import Any

import pytest

from neops_dev_engine.records.entities import list_entities, merge_entities
from neops_dev_engine.workflows.updates import InvalidUpdates, apply_updates

TMP, TMP2 = 20_000_001, 20_000_002
KNOWN = {
    "devices": [
        {
            "id": 5,
            "hostname": "sw1",
            "ip": "192.0.2.1",
            "vendor": "X",
            "platform": {"id": 2, "shortName": "frr", "name": "FRR"},
        },
        {"id": 6, "hostname": "sw2", "facts": {"a": 1}},
    ],
    "interfaces": [
        {"id": 51, "name": "eth0", "device": {"id": 5}},
        {"id": 61, "name": "eth0", "device": {"id": 6}},
    ],
    "deviceGroups": [{"id": 9, "name": "access", "devices": [{"id": 5}]}],
}
STAMPS = {"createdAt", "updatedAt"}


def create(kind: str, number: int = TMP, *by: str, **data: Any) -> dict[str, Any]:
    identified = {"identifierFields": list(by)} if by else {}
    return {
        "operation": "create",
        "entity": kind,
        "id": number,
        "data": {"id": number, **data},
        **identified,
        "skipIfIdentifierExists": bool(by),
    }


def patch(kind: str, number: int, path: str, value: Any) -> dict[str, Any]:
    return {"operation": "patch", "entity": kind, "id": number, "path": path, "value": value}


def delete(kind: str, number: int) -> dict[str, Any]:
    return {"operation": "delete", "entity": kind, "id": number}


@pytest.fixture
def apply(tx):
    """Applies batches to the known entities; what has changed: by kind and id, without the times of it."""
    tx.execute("BEGIN")
    merge_entities(tx, KNOWN)

    def everything():
        return {
            (kind, entity["id"]): {key: value for key, value in entity.items() if key not in STAMPS}
            for kind in ("device", "interface", "group")
            for entity in list_entities(tx, kind)
        }

    def apply(*batches):
        before = everything()
        try:
            apply_updates(tx, batches)
        except InvalidUpdates:
            assert everything() == before
            raise
        after = everything()
        return {
            key: after.get(key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)
        }

    return apply


SW1, SW2 = KNOWN["devices"]
ETH0, ETH0_OF_SW2 = KNOWN["interfaces"]
(GROUP,) = KNOWN["deviceGroups"]
FRR = {"id": 2, "shortName": "frr", "name": "FRR"}


@pytest.mark.parametrize(
    ("updates", "changed"),
    [
        ([], {}),
        ([patch("device", 5, "vendor", "Y")], {("device", 5): {**SW1, "vendor": "Y"}}),
        (
            [patch("device", 5, "vendor", None)],
            {("device", 5): {key: SW1[key] for key in SW1 if key != "vendor"}},
        ),
        ([patch("device", 5, "software_release", "17")], {("device", 5): {**SW1, "softwareRelease": "17"}}),
        ([patch("device", 5.0, "vendor", "Y")], {("device", 5): {**SW1, "vendor": "Y"}}),
        (
            [patch("device", 6, "facts", {"snake_key": {"deep_key": None}})],
            {("device", 6): {**SW2, "facts": {"snake_key": {"deep_key": None}}}},
        ),
        (
            [
                patch(
                    "group",
                    9,
                    "fact_elements",
                    [{"id": 1, "value": {"is_free": 1}, "valid_till": "2027-01-01"}],
                )
            ],
            {
                ("group", 9): {
                    **GROUP,
                    "factElements": [{"id": 1, "value": {"is_free": 1}, "validTill": "2027-01-01"}],
                }
            },
        ),
        (
            [patch("device", 6, "platform", {"id": None, "name": None, "short_name": "frr", "vendor": None})],
            {("device", 6): {**SW2, "platform": FRR}},
        ),
        (
            [patch("device", 6, "platform", {"short_name": "srl"})],
            {("device", 6): {**SW2, "platform": {"id": 3, "shortName": "srl", "name": "srl"}}},
        ),
        (
            [patch("device", 6, "platform", {"id": 7, "short_name": "srl"})],
            {("device", 6): {**SW2, "platform": {"id": 7, "shortName": "srl"}}},
        ),
        ([patch("device", 5, "created_at", "x"), patch("device", 5, "interface_count", 3)], {}),
        ([patch("interface", 51, "state", "UP")], {("interface", 51): {**ETH0, "state": "UP"}}),
        (
            [patch("device", 6, "vendor", "A"), patch("device", 6, "vendor", "B")],
            {("device", 6): {**SW2, "vendor": "B"}},
        ),
        ([delete("interface", 51)], {("interface", 51): None}),
        ([delete("device", 5)], {("device", 5): None, ("interface", 51): None}),
        ([delete("device", 99)], {}),
        (
            [create("device", hostname="n1", ip=None, platform={"short_name": "frr"}, created_at=None)],
            {("device", 7): {"id": 7, "hostname": "n1", "platform": FRR}},
        ),
        ([create("device", TMP, "hostname", hostname="sw1", vendor="Z")], {}),
        (
            [create("device", TMP, "hostname", "ip", hostname="sw1", ip="192.0.2.9")],
            {("device", 7): {"id": 7, "hostname": "sw1", "ip": "192.0.2.9"}},
        ),
        (
            [
                create("device", TMP, "hostname", hostname="n1"),
                create("device", TMP2, "hostname", hostname="n1"),
            ],
            {("device", 7): {"id": 7, "hostname": "n1"}},
        ),
        ([create("device", TMP, hostname="sw1")], {("device", 7): {"id": 7, "hostname": "sw1"}}),
        ([create("interface", TMP, "name", name="eth0", device={"id": 5})], {}),
        ([create("interface", TMP, "name", name="eth0", device={"hostname": "sw2"})], {}),
        (
            [create("interface", TMP, name="eth9", device={"hostname": "sw1"})],
            {("interface", 62): {"id": 62, "name": "eth9", "device": {"id": 5}}},
        ),
        (
            [create("interface", TMP, name="eth9", device={"ip": "192.0.2.1"})],
            {("interface", 62): {"id": 62, "name": "eth9", "device": {"id": 5}}},
        ),
        (
            [
                create("group", 20_000_003, name="g", devices=[{"id": TMP}, {"id": 5}]),
                create("interface", TMP2, "name", name="eth0", device={"hostname": "n1"}),
                create(
                    "device", TMP, hostname="n1", groups=[{"id": 20_000_003}], controller={"hostname": "sw1"}
                ),
                patch("interface", 51, "interface", {"id": TMP2}),
            ],
            {
                ("device", 7): {"id": 7, "hostname": "n1", "groups": [{"id": 10}], "controller": {"id": 5}},
                ("interface", 62): {"id": 62, "name": "eth0", "device": {"id": 7}},
                ("group", 10): {"id": 10, "name": "g", "devices": [{"id": 7}, {"id": 5}]},
                ("interface", 51): {**ETH0, "interface": {"id": 62}},
            },
        ),
        (
            [
                create("device", TMP, "hostname", hostname="sw2"),
                create("interface", TMP2, name="x", device={"id": TMP}),
            ],
            {("interface", 62): {"id": 62, "name": "x", "device": {"id": 6}}},
        ),
        (
            [create("device", TMP, hostname="n1"), patch("device", TMP, "vendor", "V")],
            {("device", 7): {"id": 7, "hostname": "n1", "vendor": "V"}},
        ),
        (
            [create("device", TMP, "hostname", hostname="sw2", vendor="new"), delete("device", 6)],
            {("device", 6): {"id": 6, "hostname": "sw2", "vendor": "new"}, ("interface", 61): None},
        ),
    ],
)
def test_updates_change_the_inventory(apply, updates, changed):
    assert apply(updates) == changed


def test_batches_are_applied_in_their_order(apply):
    first = [create("device", TMP, "hostname", hostname="n1"), patch("device", 5, "vendor", "1")]
    second = [
        create("interface", TMP, name="x", device={"hostname": "n1"}),
        patch("device", 5, "vendor", "2"),
    ]

    assert apply(first, second) == {
        ("device", 5): {**SW1, "vendor": "2"},
        ("device", 7): {"id": 7, "hostname": "n1"},
        ("interface", 62): {"id": 62, "name": "x", "device": {"id": 7}},
    }


def test_what_one_job_deleted_another_does_not_bring_back(apply):
    assert apply([delete("interface", 51)], [patch("interface", 51, "state", "UP")]) == {
        ("interface", 51): None
    }


@pytest.mark.parametrize(
    ("updates", "why"),
    [
        (["x"], "an update must have an operation of create, delete, patch"),
        ([{"operation": "merge"}], "an update must have an operation of create, delete, patch"),
        ([delete("client", 1)], "delete: the entity must be one of device, group, interface"),
        ([delete("device", "1")], "delete of a device: the id must be a whole number"),
        ([delete("device", 1.5)], "delete of a device: the id must be a whole number"),
        ([{**create("device"), "data": None}], "create of a device: data must be an object"),
        (
            [{**patch("device", 5, "x", 1), "path": 1}],
            "patch of device 5: path must be the name of a field, not 1",
        ),
        (
            [patch("device", 5, "facts.a", 1)],
            "patch of device 5: path must be the name of a field, not 'facts.a'",
        ),
        ([patch("device", 99, "vendor", 1)], "patch of device 99: there is none with this id"),
        (
            [patch("interface", 51, "state", "up")],
            "state of an interface must be 'UP', 'DOWN', 'ADMINISTRATIVE_SHUTDOWN' or 'ERROR_DISABLED'",
        ),
        (
            [create("interface", name="x", device={"hostname": "nobody"})],
            "device of an interface: there is no device with {'hostname': 'nobody'}",
        ),
        (
            [create("interface", name="x", device={})],
            "device of an interface: there is no device with an id or a name",
        ),
        (
            [create("interface", name="x", device="sw1")],
            "device of an interface must be an object",
        ),
        (
            [create("device", TMP, "serial", serial="1")],
            "create of a device: identifierFields must be of hostname, ip",
        ),
        (
            [patch("device", 5, "vendor", "lost"), patch("device", 98, "x", 1), patch("device", 99, "x", 1)],
            "patch of device 98: there is none with this id; patch of device 99: there is none with this id",
        ),
    ],
)
def test_updates_that_cannot_be_applied_change_nothing(apply, updates, why):
    with pytest.raises(InvalidUpdates, match=re.escape(why)):
        apply(updates)
