from __future__ import annotations

import io

import pytest

from neops_blocks.cli.table import lines
from neops_blocks.cli.values import of_host, short

RESULT = {
    "block": "p/b:1.0.0",
    "success": False,
    "message": "2 devices, 1 failed",
    "data": {"facts": {"sw1": {"version": "15.2", "down": []}}, "total": 3, "failed": {"sw2": {}}},
    "elapsed": 1.234,
    "hosts": {
        "sw1": {"ok": True, "elapsed": 1.0, "error": None, "steps": {}},
        "sw2": {
            "ok": False,
            "elapsed": 0.1,
            "error": {
                "code": "command_rejected",
                "message": "rejected",
                "step": "show",
                "where": "b.yaml:3:5",
                "hint": "check it",
                "command": "shwo",
                "output": "% Invalid",
            },
            "steps": {},
        },
    },
    "db_updates": [],
    "warnings": ["slow"],
}


def test_a_line_per_device_then_the_block():
    assert list(lines(RESULT, io.StringIO())) == [
        "device  state      time  result",
        "sw1     ok       1.00 s  version: 15.2  down: none",
        "sw2     failed   0.10 s  command_rejected: rejected (step show, b.yaml:3:5)",
        "                         command: shwo",
        "                         | % Invalid",
        "                         hint: check it",
        "",
        "failed  2 devices, 1 failed  (1.23 s)",
        "    total: 3",
        "warning  slow",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("one", "one"),
        ("first\nsecond\n", "first … (2 lines)"),
        ("", '""'),
        ([], "none"),
        (["a", "b"], "a, b"),
        ({"a": 1}, '{"a": 1}'),
        (None, "null"),
        (2.50, "2.5"),
        ("x" * 60, "x" * 47 + "…"),
        (["x" * 30, "y" * 30], "x" * 30 + ", " + "y" * 15 + "… (2)"),
    ],
)
def test_values_are_short(value, text):
    assert short(value) == text


def test_data_of_a_host_is_found_under_its_name_and_in_fields_by_host():
    hosts = {"a", "b"}
    assert of_host({"a": {"x": 1}}, "a", hosts) == "x: 1"
    assert of_host({"outputs": {"a": "hi"}, "total": 1}, "a", hosts) == "outputs: hi"
    assert of_host({"outputs": {"a": "hi"}}, "b", hosts) == ""
    assert of_host(None, "a", hosts) == ""
