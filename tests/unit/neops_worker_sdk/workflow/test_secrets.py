from __future__ import annotations

import json

import pytest

from neops_worker_sdk.workflow import DeviceTypeDto
from neops_worker_sdk.workflow.secrets import secrets_in, secrets_of


def test_passwords_and_passphrases_are_the_secrets_of_settings():
    settings = {
        "password": "a",
        "enable_password": 1,
        "port": 22,
        "options": {"passphrase": "c", "encoding": "d"},
    }
    assert sorted(secrets_in(settings)) == ["1", "a", "c"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (json.dumps({"enable_password": "e", "options": {"passphrase": "p"}}), ["e", "p", "w"]),
        (None, ["w"]),
        ("no JSON", ["w"]),
    ],
)
def test_the_secrets_of_a_device_are_its_passwords_and_passphrases(options, expected):
    device = DeviceTypeDto(id=1, username="u", password="w", connection_options=options)
    assert sorted(secrets_of(device)) == expected
