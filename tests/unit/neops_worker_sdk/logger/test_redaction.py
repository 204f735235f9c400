from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel, SecretStr

from neops_worker_sdk.logger.redaction import SENSITIVE, Redactor, default_redactor


class Inner(BaseModel):
    shown: int = 1
    key: Annotated[str, SENSITIVE] = "k"
    absent: Annotated[str | None, SENSITIVE] = None
    secret_text: SecretStr = SecretStr("s")
    text: SecretStr = SecretStr("t")


HIDDEN = {"shown": 1, "key": "***", "absent": None, "secret_text": "***", "text": "***"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Inner(), HIDDEN),
        ({"Password": "x", "my_secret_key": ["a"], "apiKey": "k", "TOKEN": None, "other": {"token": 1, "a": 2}},
         {"Password": "***", "my_secret_key": "***", "apiKey": "***", "TOKEN": None, "other": {"token": "***", "a": 2}}),
        ([Inner(), (1, {"secret": 2})], [HIDDEN, [1, {"secret": "***"}]]),
        ("password=x", "password=x"),
        ({1: 2}, {1: 2}),
    ],
)  # fmt: skip
def test_secrets_are_replaced_at_any_depth(value, expected):
    assert default_redactor().dump(value) == expected


def test_keys_and_placeholder_can_be_chosen():
    redactor = Redactor(("pin",), placeholder="-")
    assert redactor.dump({"pin": 1, "password": 2, "pins": [3]}) == {"pin": "-", "password": 2, "pins": "-"}
    assert redactor.is_sensitive_key("doorPin")


def test_the_default_redactor_reads_the_environment_when_it_is_asked_for(monkeypatch):
    monkeypatch.delenv("LOG_REDACT_EXTRA_KEYS", raising=False)
    assert not default_redactor().is_sensitive_key("pin")
    monkeypatch.setenv("LOG_REDACT_EXTRA_KEYS", "pin, x-y")
    assert default_redactor().key_parts[-2:] == ("pin", "x-y")
    assert default_redactor().dump({"doorPin": 1, "xY": 2, "z": 3}) == {"doorPin": "***", "xY": "***", "z": 3}
