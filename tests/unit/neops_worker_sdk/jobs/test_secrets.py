from __future__ import annotations

import json
from typing import Annotated

import pytest

from neops_worker_sdk.function_block import FunctionBlockParams, FunctionBlockResultData
from neops_worker_sdk.jobs.secrets import job_secrets
from neops_worker_sdk.logger.redaction import SENSITIVE
from neops_worker_sdk.registry import Registration
from neops_worker_sdk.testing import create_workflow_context
from neops_worker_sdk.workflow import DeviceTypeDto, JobExecutionContextDto


class Params(FunctionBlockParams):
    key: Annotated[str, SENSITIVE] = ""
    note: str = ""


REGISTRATION = Registration("any", "", "fb.test", "device", "execute", Params, FunctionBlockResultData)
OPTIONS = json.dumps({"enable_password": "en", "options": {"passphrase": "ph", "timeout": 3}})
ON_THE_WIRE = {
    "devices": [
        {"id": 1, "username": "u", "password": "pw", "connectionOptions": OPTIONS},
        {"id": "malformed", "password": "pw2"},
        {"id": 3, "connection_options": {"secret": "cs", "port": 22}},
        {"id": 4, "connectionOptions": "{no JSON"},
        "no device",
    ],
    "deviceGroups": [],
    "interfaces": [],
}
DEVICE = DeviceTypeDto(id=1, password="pw", connection_options=OPTIONS)
MODEL = JobExecutionContextDto(devices=[DEVICE], device_groups=[], interfaces=[])


@pytest.mark.parametrize(
    ("parameters", "context", "expected"),
    [
        ({"key": "k", "note": "n"}, ON_THE_WIRE, {"k", "pw", "pw2", "en", "ph", "cs", "{no JSON"}),
        (Params(key="k"), MODEL, {"k", "pw", "en", "ph"}),
        ({}, create_workflow_context("device", 1, [DEVICE]), {"pw", "en", "ph"}),
        ({"key": ["k"], "password": "unknown"}, {"devices": {"sw1": {"password": "pw"}}}, {"k", "unknown", "pw"}),
        ("no parameters", "no context", set()),
        (None, None, set()),
        (["key"], {"devices": None}, set()),
        ({1: {2: "x"}}, {"devices": [None, 7]}, set()),
    ],
)  # fmt: skip
def test_the_secrets_of_a_job_are_found_whatever_is_wrong_with_it(parameters, context, expected):
    assert {text for text in job_secrets(REGISTRATION, parameters, context) if text} == expected


def test_of_an_unknown_block_names_tell_what_is_secret():
    found = set(job_secrets(None, {"api_key": "k", "deep": [{"password": "p"}], "note": "n"}, ON_THE_WIRE))
    assert {"k", "p", "pw"} <= found
    assert "n" not in found


def test_an_object_that_cannot_be_read_costs_its_own_secrets_only():
    class Unreadable:
        @property
        def password(self):
            raise RuntimeError

    context = create_workflow_context("global", None, [DEVICE])
    context.devices.insert(0, Unreadable())
    assert set(job_secrets(REGISTRATION, {"key": "k"}, context)) >= {"k", "pw"}
