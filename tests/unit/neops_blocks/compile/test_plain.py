from __future__ import annotations

import datetime
import decimal
import enum
import ipaddress
import pathlib
import uuid
from dataclasses import dataclass

import pytest

from neops_blocks.compile.plain import plain
from neops_blocks.diagnostics import ResultInvalid


class Colour(enum.Enum):
    RED = "red"


@dataclass
class Row:
    port: str
    speed: int


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ((1, [2.5, None], "x"), [1, [2.5, None], "x"]),
        ({"b", "a"}, ["a", "b"]),
        ({10, 9}, [9, 10]),
        ({1: "a", None: "b", 2.5: "d"}, {"1": "a", "null": "b", "2.5": "d"}),
        ({False: 0}, {"false": 0}),
        (datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC), "2026-01-02T03:04:05Z"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (ipaddress.ip_address("192.0.2.1"), "192.0.2.1"),
        ({ipaddress.ip_network("192.0.2.0/24"): 1}, {"192.0.2.0/24": 1}),
        (pathlib.PurePosixPath("/a/b"), "/a/b"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (decimal.Decimal("1.10"), "1.10"),
        (Colour.RED, "red"),
        (Row("Gi0/1", 10), {"port": "Gi0/1", "speed": 10}),
        (iter([1, 2]), [1, 2]),
        (Text("t"), "t"),
        (b"bytes", "bytes"),
    ],
)
def test_values_become_what_json_has(value, expected):
    made = plain(value)
    assert made == expected
    assert type(made) in (dict, list, str, int, float, bool, type(None))


CIRCLE: list[object] = []
CIRCLE.append(CIRCLE)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (float("nan"), "rows: nan is no number that JSON has"),
        ({"a": [1, float("inf")]}, "rows.a[1]: inf is no number that JSON has"),
        ({"a": object()}, "rows.a: a value of type object cannot be part of a result"),
        ({1: "a", "1": "b"}, "rows: two keys are '1' when they are written as text"),
        ({(1, 2): "a"}, "rows: a key is a tuple"),
        (CIRCLE, "contains itself"),
        (b"\xff", "a value of type bytes cannot"),
    ],
)
def test_what_json_has_not_is_named_with_its_place(value, said):
    with pytest.raises(ResultInvalid) as caught:
        plain(value, "rows")
    assert said in caught.value.message


def test_the_copy_shares_nothing_with_the_value():
    value = {"a": [{"b": 1}]}
    made = plain(value)
    made["a"][0]["b"] = 2
    assert value == {"a": [{"b": 1}]}
