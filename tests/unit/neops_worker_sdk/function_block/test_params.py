from __future__ import annotations

import json

import pytest
from pydantic import BaseModel

from neops_worker_sdk.function_block.params import Credential, CredentialsField, Host, OptionalHostValue
from neops_worker_sdk.logger.sensitive import parameter_secrets, sensitive_fields


def login(username, platform=None):
    return Credential(username=username, password="p", platform=platform)


SHARED = [login("a", "ios"), login("b"), login("c", "frr"), login("d", "ios"), login("e")]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (Host(ip="192.0.2.1"), "abcde"),
        (Host(ip="192.0.2.1", platform="ios"), "adbe"),
        (Host(ip="192.0.2.1", platform="other"), "be"),
        (Host(ip="192.0.2.1", username="x"), "abcde"),
        (Host(ip="192.0.2.1", username="x", password=""), "abcde"),
        (Host(ip="192.0.2.1", username="x", password="y", platform="ios"), "x"),
    ],
)
def test_the_logins_to_try_are_its_own_or_the_shared_ones_that_fit(host, expected):
    assert "".join(credential.username for credential in host.candidate_credentials(SHARED)) == expected


def test_without_shared_logins_there_is_nothing_to_try():
    assert Host(ip="192.0.2.1").candidate_credentials(None) == []


def test_blank_values_are_absent_ones():
    host = Host(ip="192.0.2.1", username="", password=" ", platform="")
    assert host == Host(ip="192.0.2.1")
    assert Credential(username="u", password="p", platform="").platform is None


def test_passwords_are_secrets_and_are_not_shown():
    host = Host(ip="192.0.2.1", username="u", password="hunter22")
    assert "hunter22" not in repr([host, Credential(username="u", password="hunter22")])
    assert sensitive_fields(Host) == sensitive_fields(Credential) == {"password"}
    assert "hunter22" in set(parameter_secrets(Host, host))


def test_absent_values_stay_absent_through_an_engine_that_fills_in_defaults():
    assert '"default"' not in json.dumps(Host.model_json_schema())


def test_fields_can_be_used_in_an_authors_own_parameters():
    class Params(BaseModel):
        credentials: CredentialsField
        site: OptionalHostValue = "zrh"

    params = Params.model_validate({"credentials": "", "site": " "})
    assert (params.credentials, params.site) == (None, None)
    assert Params().credentials is None
