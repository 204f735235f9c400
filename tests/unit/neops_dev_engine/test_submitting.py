from __future__ import annotations

import pytest

from lab.engine_api import registration
from neops_dev_engine.errors import InvalidParameters, UnknownFunctionBlock
from neops_dev_engine.records.blocks import register_block
from neops_dev_engine.submitting import Wish, prepare

SECRET_PARAMETERS = {
    "properties": {"key": {"type": "string", "writeOnly": True}, "n": {"type": "integer", "default": 1}}
}


@pytest.fixture(autouse=True)
def blocks(tx):
    for run_on in ("global", "device", "group", "interface", "client", "", "elsewhere"):
        register_block(tx, registration(f"on_{run_on}", runOn=run_on), None)
    register_block(tx, registration("secret", parameterJsonSchema=SECRET_PARAMETERS), None)


def wish(block, devices=(1, 2), **fields):
    context = {
        "devices": [{"id": number, "hostname": f"sw{number}"} for number in devices],
        "deviceGroups": [{"id": 7, "name": "core"}],
        "interfaces": [{"id": 3, "name": "eth0", "state": "UP"}],
    }
    return Wish(**{"function_block": f"fb.t.io/{block}", "parameters": {}, "context": context} | fields)


@pytest.mark.parametrize(
    ("block", "fields", "run_on", "entity_ids"),
    [
        ("on_global", {}, "global", None),
        ("on_client", {}, "client", None),
        ("on_", {}, "global", None),
        ("on_elsewhere", {}, "global", None),
        ("on_device", {}, "device", [1, 2]),
        ("on_device", {"entity_ids": [2]}, "device", [2]),
        ("on_device", {"entity_ids": [2, 1, 2]}, "device", [2, 1]),
        ("on_group", {}, "group", [7]),
        ("on_interface", {}, "interface", [3]),
        ("on_device", {"run_on": "group"}, "group", [7]),
        ("on_device", {"run_on": "global"}, "global", None),
        ("on_device", {"type": "acquire"}, "device", None),
        ("on_device", {"type": "rollback"}, "device", [1, 2]),
    ],
)
def test_there_is_a_job_for_every_entity_that_the_block_runs_on(tx, block, fields, run_on, entity_ids):
    submission = prepare(tx, wish(block, **fields))
    assert (submission.run_on, submission.entity_ids) == (run_on, entity_ids)


def test_parameters_are_completed_and_secrets_not_shown(tx):
    submission = prepare(tx, wish("secret", parameters={"key": "hush"}))
    assert submission.parameters == {"key": "hush", "n": 1}
    assert submission.parameters_shown == {"key": "***", "n": 1}
    assert prepare(tx, wish("secret")).parameters_shown is None


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"entity_ids": [9]}, "entityIds[0]"),
        ({"entity_ids": []}, "entityIds"),
        ({"run_on": "global", "entity_ids": [1]}, "entityIds"),
        ({"devices": ()}, "context.devices"),
        ({"devices": (1, 1)}, "context.devices[1].id"),
        ({"devices": (0,)}, "context.devices[0].id"),
        ({"devices": ("5",)}, "context.devices[0].id"),
        ({"devices": (2**60,)}, "context.devices[0].id"),
        ({"devices": (True,)}, "context.devices[0].id"),
        (
            {"context": {"devices": [{"id": 1, "connectionState": "FINE"}]}},
            "context.devices[0].connectionState",
        ),
        (
            {"context": {"devices": [{"id": 1}], "interfaces": [{"id": 1, "state": "up"}]}},
            "context.interfaces[0].state",
        ),
        ({"context": {"devices": [{"hostname": "x"}]}}, "context.devices[0].id"),
    ],
)
def test_what_no_worker_could_run_is_refused(tx, fields, path):
    with pytest.raises(InvalidParameters) as refused:
        prepare(tx, wish("on_device", **fields))
    assert path in [fault["path"] for fault in refused.value.more["faults"]]


def test_faults_of_parameters_and_entities_are_told_together(tx):
    with pytest.raises(InvalidParameters) as refused:
        prepare(tx, wish("secret", parameters={"n": "x"}, entity_ids=[4]))
    assert [fault["path"] for fault in refused.value.more["faults"]] == ["n", "entityIds"]


def test_an_unknown_block_is_refused(tx):
    with pytest.raises(UnknownFunctionBlock):
        prepare(tx, wish("nothing"))
