from __future__ import annotations

from pathlib import Path

import pytest

from neops_blocks.diagnostics import DriverFailure, UnsupportedPlatform
from neops_blocks.steps.connection import DEFAULTS, merge, settings_of, target_of
from neops_worker_sdk.workflow import DeviceTypeDto


def device(**fields):
    return DeviceTypeDto(id=1, **{"hostname": "a", "platform": {"short_name": "ios"}, **fields})


def test_the_nearest_layer_wins_and_timeouts_and_options_merge_by_key():
    merged = merge(
        {"port": 1, "timeout": {"command": 5}, "options": {"a": 1}},
        None,
        {
            "port": 2,
            "driver": "scrapli",
            "timeout": {"connect": 7},
            "options": {"a": 2, "b": 3},
            "username": None,
        },
    )
    assert merged["port"] == 1
    assert merged["driver"] == "scrapli"
    assert merged["timeout"] == {"command": 5, "connect": 7}
    assert merged["options"] == {"a": 1, "b": 3}
    assert "username" not in merged
    assert DEFAULTS["timeout"] == {"connect": 10.0, "command": 30.0}


def test_a_target_is_made_of_texts_whatever_a_template_gave():
    target = target_of(
        device(ip="192.0.2.1", username="u", password="p"),
        "a",
        merge({"password": 1234, "username": 7, "key_file": "~/k"}),
    )
    assert (target.host, target.username, target.password) == ("192.0.2.1", "7", "1234")
    assert target.key_file == Path("~/k").expanduser()


@pytest.mark.parametrize(
    ("fields", "error", "said"),
    [
        ({"hostname": None}, DriverFailure, "neither an address nor a host name"),
        ({"platform": None}, UnsupportedPlatform, "device a has no platform"),
        ({"platform": {"name": "IOS"}}, UnsupportedPlatform, "device a has no platform"),
    ],
)
def test_what_is_missing_is_named(fields, error, said):
    with pytest.raises(error, match=said) as caught:
        target_of(device(**fields), "a", merge())
    assert caught.value.hint


@pytest.mark.parametrize("key", ["key_file", "known_hosts"])
def test_a_file_in_an_unknown_home_is_named(key):
    with pytest.raises(DriverFailure, match=f"{key} ~no_such_user/x of device a is unknown"):
        target_of(device(), "a", merge({key: "~no_such_user/x"}))


def test_options_that_cannot_be_read_are_a_failure_without_their_text():
    with pytest.raises(DriverFailure) as caught:
        settings_of(device(connection_options='{"port": "x", "enable_password": "hidden'))
    assert "hidden" not in caught.value.message
