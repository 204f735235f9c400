"""Blocks written for the published SDK give the same results here: without its client, with it, and under the SDK itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lab.peers import peer_environment
from neops_blocks.cli import main
from neops_worker_sdk.jobs import Job, run_job
from neops_worker_sdk.registry import discover
from neops_worker_sdk.workflow import EXCLUDED_FIELDS

LAB = Path(__file__).parents[1] / "lab"
BLOCKS = LAB / "published_blocks"
OURS, CLIENTS = "neops_worker_sdk.workflow", "neops_workflow_engine_client"

CONTEXT = {
    "devices": [
        {
            "id": 5,
            "hostname": "r1",
            "ip": "192.0.2.5",
            "vendor": "v",
            "facts": {"a": {"b": None}},
            "platform": {"id": 2, "shortName": "ios"},
            "createdAt": "2026-01-01T00:00:00.000Z",
        },
        {"id": 6, "hostname": "router2", "softwareRelease": "17.9"},
    ],
    "deviceGroups": [{"id": 3, "name": "g", "description": "old"}],
    "interfaces": [{"id": 7, "name": "eth0", "state": "UP", "device": {"id": 5}}],
}


def patch(entity, id_, path, value):
    return {"operation": "patch", "entity": entity, "id": id_, "path": path, "value": value}


def create(entity, data, fields=None):
    rule = {"identifierFields": fields} if fields else {}
    return {
        "operation": "create",
        "entity": entity,
        "id": "new",
        "data": {"id": "new", **data},
        "skipIfIdentifierExists": bool(fields),
        **rule,
    }


def delete(entity, id_):
    return {"operation": "delete", "entity": entity, "id": id_}


TESTED = """
from neops_worker_sdk.function_block.function_block import *
from neops_worker_sdk.testing.base.function_block_test_case import fb_test_case
from neops_worker_sdk.testing.factories.context_factory import create_workflow_context
from neops_worker_sdk.workflow.entities import Platform
from neops_workflow_engine_client import DeviceTypeDto

CONTEXT = create_workflow_context("device", 5, [DeviceTypeDto(id=5, platform=Platform(short_name="srl"))])


@fb_test_case("names its platform", FunctionBlockParams(), CONTEXT, assertions=[lambda result: result.message == "srl"])
class Named(FunctionBlock):
    async def run(self, params, context):
        assert isinstance(context.device, DeviceTypeDto)
        return FunctionBlockResult(message=context.device.platform.short_name, success=True)

    async def acquire(self, params): ...
"""


def _place(update):
    names = update.get("data", {})
    return (
        update["entity"],
        update["operation"],
        update.get("path", ""),
        names.get("hostname", names.get("name", "")),
    )


def ran(message, names, updates=(), longest=None):
    data = {"names": names, "longest": longest}
    return {"success": True, "message": message, "data": data, "updates": sorted(updates, key=_place)}


def job(block, run_on="global", entity_id=None, kind="execute", **parameters):
    return {
        "block": block,
        "type": kind,
        "runOn": run_on,
        "entityId": entity_id,
        "parameters": {"site": "zrh", **parameters},
        "context": CONTEXT,
    }


EXPECTED = [
    (
        job("rename", "device", 5, count=2),
        ran(
            "renamed to zrh-r1",
            ["zrh-r1", "router2"],
            [
                patch("device", 5, "connection_state", "OK"),
                patch("device", 5, "facts", {"a": {"b": None}, "count": 2}),
                patch("device", 5, "groups", [{"id": 3}]),
                patch("device", 5, "hostname", "zrh-r1"),
                patch(
                    "device",
                    5,
                    "platform",
                    {"id": None, "name": None, "short_name": "frr", "vendor": "FRRouting"},
                ),
                patch("device", 5, "vendor", None),
            ],
        ),
    ),
    (
        job("grow"),
        ran(
            "created",
            ["r1", "router2", "plain", "new"],
            [
                create(
                    "device",
                    {"hostname": "new", "ip": "192.0.2.10", "platform": {"short_name": "srl"}},
                    ["hostname", "ip"],
                ),
                create(
                    "device",
                    {
                        "hostname": "plain",
                        "ip": "192.0.2.9",
                        "software_release": "1.0",
                        "platform": {"id": 2, "short_name": "frr"},
                    },
                ),
                create("group", {"name": "zrh"}, ["name"]),
                create("interface", {"name": "eth10", "state": "DOWN", "device": {"id": 5}}),
                create("interface", {"name": "eth9", "state": "UP", "device": {"hostname": "new"}}),
            ],
        ),
    ),
    (
        job("shrink", "group", 3),
        ran(
            "removed",
            ["r1"],
            [delete("device", 6), delete("interface", 7), patch("group", 3, "description", None)],
        ),
    ),
    (job("count", count=7), ran("later: 7", ["r1", "router2"], longest=7)),
    (
        job("fail", "device", 5),
        {
            "success": False,
            "message": "Error executing function block: no such site: zrh",
            "data": None,
            "updates": [],
        },
    ),
    (job("fail", "device", 5, kind="rollback"), {"success": True, "message": "zrh is as it was"}),
    (
        job("rename", "device", 5, kind="rollback"),
        {"success": False, "message": "Rollback not implemented"},
    ),
    (
        job("choose", "device", 5),
        {"success": False, "message": "refused", "data": None, "updates": []},
    ),
    (
        job("choose", "device", 5, kind="acquire", note="name=='g'"),
        {
            "success": True,
            "message": "1 of zrh",
            "acquires": [
                {
                    "type": "elastic",
                    "entity": "device",
                    "query": "hostname: zrh",
                    "assertNotEmpty": False,
                    "limit": 10,
                },
                {"type": "context", "entity": "group", "filter": "name=='g'"},
            ],
        },
    ),
    (
        job("choose", "device", 5, kind="acquire", site=None, count="many"),
        {
            "success": True,
            "message": "1 of *",
            "acquires": [
                {
                    "type": "elastic",
                    "entity": "device",
                    "query": "hostname: *",
                    "assertNotEmpty": False,
                    "limit": 10,
                },
                {"type": "context", "entity": "group"},
            ],
        },
    ),
]
JOBS = [each for each, _ in EXPECTED]
IDS = [f"{each['type']}-{each['block']}-{number}" for number, each in enumerate(JOBS)]
GENERATIONS = [
    (
        job("earlier", kind="acquire"),
        {
            "success": True,
            "message": "zrh",
            "acquires": [{"type": "elastic", "entity": "device", "query": "site: zrh"}],
        },
    ),
    (job("earlier"), {"success": True, "message": "zrh", "data": None, "updates": []}),
    (job("later"), {"success": True, "message": "zrh, meta is NoneType", "data": None, "updates": []}),
]


def comparable(answer):
    """Without what differs from run to run, and what the published SDK sends beyond what an engine needs."""
    answer = {key: value for key, value in answer.items() if not (key == "acquires" and value is None)}
    if "updates" in answer:
        answer["updates"] = sorted(map(_update, answer["updates"]), key=_place)
    if "acquires" in answer:
        answer["acquires"] = [_without_nulls(each) for each in answer["acquires"]]
    return answer


def _update(update):
    if update["operation"] != "create":
        return update
    rule = {key: value for key, value in update.items() if value is not None}
    data = {key: value for key, value in _without_nulls(update["data"]).items() if key not in EXCLUDED_FIELDS}
    assert update["id"] == data["id"] >= 10_000_000
    return {**rule, "id": "new", "data": {**data, "id": "new"}}


def _without_nulls(value):
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return value


def drive(python, entities, jobs, file="inventory.py", *, our_sdk):
    done = subprocess.run(
        [str(python), str(LAB / "drive_blocks.py"), str(BLOCKS / file), entities],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        timeout=60,
        env=peer_environment(our_sdk=our_sdk),
    )
    assert done.returncode == 0, done.stderr
    answers = [comparable(answer) for answer in json.loads(done.stdout.splitlines()[-1])]
    return list(zip((f"{each['type']} {each['block']}" for each in jobs), answers, strict=True))


def expected(rows):
    return [(f"{each['type']} {each['block']}", answer) for each, answer in rows]


@pytest.fixture(scope="module")
def blocks():
    found = discover(BLOCKS)
    assert found.errors == []
    return {block.registration.name: block for block in found.registrations}


@pytest.mark.parametrize(("one", "answer"), EXPECTED, ids=IDS)
def test_blocks_of_the_published_sdk_run_as_jobs_without_its_client(blocks, one, answer):
    outcome = _run_as_job(blocks, one)
    assert comparable(outcome) == answer


@pytest.mark.parametrize(("one", "answer"), GENERATIONS, ids=["earlier-acquire", "earlier-run", "later-run"])
def test_blocks_of_other_generations_run_as_jobs(blocks, one, answer):
    meta = {"message": answer["message"].replace("NoneType", "JobMeta")}
    assert comparable(_run_as_job(blocks, one)) == {**answer, **meta}


def _run_as_job(blocks, one):
    block = blocks[one["block"]]
    outcome = run_job(
        Job(
            id="j1",
            block=block.cls,
            registration=block.registration,
            kind=one["type"],
            parameters=one["parameters"],
            context=one["context"],
            run_on=one["runOn"],
            entity_id=one["entityId"],
        )
    )
    answer = {"success": outcome.success, "message": outcome.message}
    if one["type"] == "execute":
        return {**answer, "data": outcome.data, "updates": outcome.db_updates}
    return {**answer, "acquires": outcome.acquires}


@pytest.mark.parametrize("entities", [OURS, CLIENTS])
def test_blocks_of_the_published_sdk_are_called_as_they_are_there_without_its_client(entities):
    assert drive(sys.executable, entities, JOBS, our_sdk=True) == expected(EXPECTED)


def test_such_a_file_runs_from_the_command_line(tmp_path, capsys):
    inventory = tmp_path / "inventory.yaml"
    inventory.write_text("devices: [{name: r1, host: 192.0.2.5}, {name: router2, host: 192.0.2.6}]\n")
    arguments = ["run", f"{BLOCKS / 'inventory.py'}:Count", "-i", str(inventory), "-p", "site=zrh"]
    code = main([*arguments, "--format", "json"])
    assert (code, json.loads(capsys.readouterr().out)["data"]["longest"]) == (0, 7)


def test_such_a_file_is_tested_by_pytest_alone(tmp_path):
    """Nothing but the file itself imports anything."""
    file = tmp_path / "test_named.py"
    file.write_text(TESTED, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert "1 passed" in done.stdout, done.stdout


@pytest.mark.peer
@pytest.mark.parametrize("entities", [OURS, CLIENTS])
def test_next_to_the_published_client_they_give_the_same(client_python, entities):
    assert drive(client_python, entities, JOBS, our_sdk=True) == expected(EXPECTED)


@pytest.mark.peer
def test_blocks_of_other_generations_run_next_to_the_published_client(client_python):
    jobs = [each for each, _ in GENERATIONS]
    found = drive(client_python, CLIENTS, jobs, "generations.py", our_sdk=True)
    assert found == expected(GENERATIONS)


@pytest.mark.peer
def test_under_the_published_sdk_itself_they_give_the_same(published_python):
    assert drive(published_python, CLIENTS, JOBS, our_sdk=False) == expected(EXPECTED)
