from __future__ import annotations

import pytest

from neops_dev_engine.entity_shapes import shape_faults

WHOLE = {
    "device": {
        "id": 5,
        "hostname": "r1",
        "platform": {"id": 2, "shortName": "frr", "name": None},
        "facts": {"a": [1, None]},
        "factElements": [{"id": 1, "name": "n", "value": "v"}],
        "groups": [{"id": 3}],
        "controller": {"hostname": "c"},
        "connectionState": "OK",
        "createdAt": "2026-01-01T00:00:00.000Z",
        "interfaceCount": 2,
        "isReadLocked": False,
        "ours": object,
    },
    "interface": {"id": 7, "name": "eth0", "state": "UP", "device": {"id": 5}, "ifindex": 1, "clients": []},
    "group": {"id": 3, "name": "g", "devices": [{"id": 5}], "location": {}, "facts": None},
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_entity_fits(kind):
    assert not list(shape_faults(kind, WHOLE[kind]))
    assert not list(shape_faults(kind, dict.fromkeys(WHOLE[kind])))


@pytest.mark.parametrize(
    ("kind", "field", "value", "path"),
    [
        ("device", "id", 0, "id"),
        ("device", "id", "5", "id"),
        ("device", "id", True, "id"),
        ("device", "hostname", 5, "hostname"),
        ("device", "platform", "frr", "platform"),
        ("device", "platform", {"shortName": 3}, "platform.shortName"),
        ("device", "facts", [1], "facts"),
        ("device", "checks", {}, "checks"),
        ("device", "groups", [{"id": 1}, 3], "groups.1"),
        ("device", "connectionOptions", {"port": 22}, "connectionOptions"),
        ("device", "createdAt", "yesterday", "createdAt"),
        ("device", "connectionState", "FINE", "connectionState"),
        ("interface", "state", "up", "state"),
        ("interface", "ifindex", "1", "ifindex"),
        ("interface", "device", {"id": "5"}, "device.id"),
        ("group", "location", "Zurich", "location"),
        ("group", "checkElements", [{"id": 1, "result": "FINE"}], "checkElements.0.result"),
    ],
)
def test_a_field_of_another_type_is_a_fault(kind, field, value, path):
    [fault] = shape_faults(kind, {field: value})
    assert fault.path == path
    assert not fault.message.startswith(("Value error", "Input"))
