"""What results may hold: pydantic's JSON mode decides, and what it cannot write is named."""

from __future__ import annotations

import datetime
import ipaddress
from typing import Any

import pytest

from neops_worker_sdk.function_block import FunctionBlockResultData
from neops_worker_sdk.jobs import InvalidResultError
from neops_worker_sdk.jobs.wire import data_to_json


class Data(FunctionBlockResultData):
    value: Any = None
    other: Any = None


class Inner(FunctionBlockResultData):
    seconds: float


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({1}, [1]),
        ((1, 2), [1, 2]),
        (b"text", "text"),
        (ipaddress.ip_address("192.0.2.1"), "192.0.2.1"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (Inner(seconds=1.5), {"seconds": 1.5}),
        ({1: "a"}, {"1": "a"}),
    ],
)
def test_what_pydantic_writes_as_json_is_fine(value, expected):
    assert data_to_json(Data(value=value), Data) == ({"value": expected, "other": None}, ())


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (object(), "field 'value': Unable to serialize unknown type"),
        (b"\xff", "field 'value'"),
        (float("nan"), "field 'value' is not a finite number"),
        ({"a": [0.0, float("-inf")]}, r"field 'value\.a\[1\]' is not a finite number"),
        (Inner(seconds=float("inf")), r"field 'value\.seconds' is not a finite number"),
    ],
)
def test_what_json_does_not_have_is_named(value, named):
    with pytest.raises(InvalidResultError, match=named):
        data_to_json(Data(value=value), Data)


class Promised(FunctionBlockResultData):
    seconds: float


def test_data_of_another_class_must_fit_the_registered_one():
    assert data_to_json(Promised(seconds=1), Promised) == ({"seconds": 1.0}, ())
    dumped, (warning,) = data_to_json(Inner(seconds=1), Promised)
    assert dumped == {"seconds": 1.0}
    assert "are a Inner, registered is Promised" in warning
    with pytest.raises(InvalidResultError, match="registered is Promised, and they do not fit it"):
        data_to_json(Data(), Promised)
    with pytest.raises(InvalidResultError, match="of type dict instead of Promised"):
        data_to_json({"seconds": 1}, Promised)


def test_no_data_are_no_data():
    assert data_to_json(None, Data) == (None, ())
