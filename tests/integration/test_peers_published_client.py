"""The published client on the development engine: every answer is one that it can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lab.engine_api import VERSION, registration, submit
from lab.engine_fixtures import DevEngine
from lab.published_client import PublishedClient
from neops_dev_engine import entity_shapes
from neops_dev_engine.records.contexts import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import httpx

pytestmark = pytest.mark.peer

BLOCK = {"pkg": "fb.t.io", "name": "b", "version": "1.0.0"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevEngine]:
    engine = DevEngine(tmp_path_factory.mktemp("engine") / "engine.sqlite")
    engine.start()
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def http(engine: DevEngine) -> Iterator[httpx.Client]:
    with engine.client() as http:
        yield http


@pytest.fixture(scope="module")
def client(client_python: Path, engine: DevEngine) -> Iterator[PublishedClient]:
    client = PublishedClient(client_python, engine.url)
    yield client
    client.close()


@pytest.fixture
def worker(client: PublishedClient) -> str:
    """A worker that serves fb.t.io/b."""
    said = client.call(
        "WorkersApi.workers_controller_register",
        register_worker_dto={"version": "1.0", "name": "of the client", "ipAddress": "192.0.2.9"},
    )
    assert (said.status, said.type) == (201, "WorkerRegistrationResponseDto")
    offered = client.call(
        "FunctionBlockApi.function_blocks_controller_register",
        register_function_block_dto=registration("b", said.value["uuid"]),
    )
    assert offered.status == 201
    uuid: str = said.value["uuid"]
    return uuid


def poll(client: PublishedClient, worker: str) -> list[dict[str, Any]]:
    wanted = {"package": "fb.t.io", "name": "b", **VERSION}
    said = client.call(
        "BlackboardApi.blackboard_controller_poll_job",
        job_poll_dto={"functionBlockIds": [wanted], "workerId": worker, "limit": 50},
    )
    assert (said.status, said.type in ("[JobDefinitionDto]", "[]")) == (201, True)
    jobs: list[dict[str, Any]] = said.value
    return jobs


@pytest.mark.parametrize(
    ("method", "returned", "part"),
    [
        ("VersionApi.version_controller_get_version", "VersionResponseDto", {}),
        ("HealthApi.health_controller_healthy", "HealthResponse", {"healthy": True}),
        ("LicenseApi.license_controller_get", "LicenseResponseDto", {"productionUse": False}),
        ("MonitoringApi.get_me", "MeResponseDto", {"mode": "disabled", "anonymous": True}),
    ],
)
def test_it_reads_what_the_engine_says_of_itself(
    client: PublishedClient, method: str, returned: str, part: dict[str, Any]
) -> None:
    said = client.call(method)
    assert (said.status, said.type) == (200, returned)
    assert said.value.items() >= part.items()


def test_it_is_compatible(client: PublishedClient) -> None:
    asked = {"version": "0.43.0-beta.2", "library": "neops_workflow_engine_client"}
    said = client.call(
        "VersionApi.version_controller_check_compatibility", version_compatibility_request_dto=asked
    )
    assert (said.status, said.type) == (201, "VersionCompatibilityResponseDto")
    assert said.value.items() >= {"compatible": True, "checkedVersion": asked["version"]}.items()


def test_the_root_is_a_text_for_it(client: PublishedClient) -> None:
    said = client.call("AppApi.app_controller_get_hello")
    assert (said.status, said.type) == (200, "str")


@pytest.mark.parametrize(
    ("method", "arguments", "returned"),
    [
        ("find_all", {"find_deleted": True}, "[WorkerRegistrationResponseDto]"),
        ("find_online", {}, "[WorkerRegistrationResponseDto]"),
        ("find_one", {"uuid": "WORKER"}, "WorkerRegistrationResponseDto"),
        ("get_function_blocks", {"uuid": "WORKER"}, "[str]"),
        ("get_jobs", {"uuid": "WORKER", "status": "polled"}, "[JobShowResultDto]"),
        ("ping", {"uuid": "WORKER"}, "WorkerActionResultDto"),
    ],
)
def test_it_reads_all_about_a_worker(
    client: PublishedClient,
    http: httpx.Client,
    worker: str,
    method: str,
    arguments: dict[str, Any],
    returned: str,
) -> None:
    submit(http, "fb.t.io/b")
    assert poll(client, worker)
    given = {key: worker if value == "WORKER" else value for key, value in arguments.items()}
    said = client.call(f"WorkersApi.workers_controller_{method}", **given)
    assert (said.status, said.type) == (200, returned)


def test_a_worker_comes_and_goes(client: PublishedClient, worker: str) -> None:
    def state() -> str:
        value = client.get("WorkersApi.workers_controller_find_one", uuid=worker, find_deleted=True)
        return f"{value['state']} {value['deletedAt'] is None}"

    assert state() == "online True"
    assert client.get("WorkersApi.workers_controller_unregister", uuid=worker) == {"success": True}
    assert state() == "offline True"
    assert client.get("WorkersApi.workers_controller_ping", uuid=worker) == {"success": True}
    assert state() == "online True"
    assert client.call("WorkersApi.workers_controller_remove", uuid=worker).status == 204
    assert state().endswith("False")
    for method in ("ping", "find_one", "unregister"):
        said = client.call(f"WorkersApi.workers_controller_{method}", uuid=worker)
        assert (said.status, said.raised) == (404, "NotFoundException")


def test_offline_workers_are_cleaned_up(client: PublishedClient, worker: str) -> None:
    client.get("WorkersApi.workers_controller_unregister", uuid=worker)
    kept = client.call("WorkersApi.workers_controller_cleanup")
    assert (kept.status, kept.type) == (200, "WorkerCleanupResultDto")
    assert worker not in kept.value["cleanedUpWorkerIds"]
    gone = client.call("WorkersApi.workers_controller_cleanup_offline")
    assert (gone.status, gone.type) == (200, "WorkerCleanupResultDto")
    assert worker in gone.value["cleanedUpWorkerIds"]


@pytest.mark.parametrize(
    ("method", "arguments", "returned"),
    [
        ("find_all", {}, "[FunctionBlockRegistrationResponseDto]"),
        ("find_all", {"populate_workers": True}, "[FunctionBlockRegistrationResponseDto]"),
        ("find_one_fb", BLOCK, "FunctionBlockResponseDto"),
        ("find_one_fb_registration", BLOCK, "FunctionBlockRegistrationResponseDto"),
        ("get_workers_for_function_block", BLOCK, "[WorkerRegistrationResponseDto]"),
    ],
)
def test_it_reads_function_blocks(
    client: PublishedClient, worker: str, method: str, arguments: dict[str, Any], returned: str
) -> None:
    said = client.call(f"FunctionBlockApi.function_blocks_controller_{method}", **arguments)
    assert (said.status, said.type) == (200, returned)


def test_a_deleted_block_is_gone_until_it_is_registered_again(client: PublishedClient, worker: str) -> None:
    def listed(**arguments: bool) -> bool:
        blocks = client.get("FunctionBlockApi.function_blocks_controller_find_all", **arguments)
        return "fb.t.io/b:1.0.0" in {block["functionBlock"]["id"] for block in blocks}

    assert client.call("FunctionBlockApi.function_blocks_controller_soft_delete", **BLOCK).status == 200
    assert not listed()
    assert listed(find_deleted=True)
    gone = client.call("FunctionBlockApi.function_blocks_controller_find_one_fb", **BLOCK)
    assert (gone.status, gone.raised) == (404, "NotFoundException")
    client.get(
        "FunctionBlockApi.function_blocks_controller_register",
        register_function_block_dto=registration("b", worker),
    )
    assert listed()


def test_it_can_be_a_worker(client: PublishedClient, http: httpx.Client, worker: str) -> None:
    context = {
        "devices": [{"id": 5, "hostname": "r1", "platform": {"id": 2, "shortName": "frr"}, "model": None}],
        "interfaces": [{"id": 7, "name": "eth0", "state": "UP", "device": {"id": 5}}],
        "deviceGroups": [{"id": 3, "name": "g"}],
    }
    submitted = submit(http, "fb.t.io/b", runOn="device", context=context)["jobs"][0]
    [claimed] = [job for job in poll(client, worker) if job["jobId"] == submitted["jobId"]]
    assert (claimed["runOn"], claimed["entityId"]) == ("device", 5)
    assert claimed["context"]["devices"][0]["hostname"] == "r1"
    line = {
        "workflowId": "wf.t.io/w:1.0.0",
        "jobId": claimed["jobId"],
        "functionBlockId": claimed["functionBlockId"],
        "logEntry": "under way",
        "logLevel": "info",
        "timestamp": "2026-01-01T00:00:00+00:00",
    }
    assert client.call("BlackboardApi.blackboard_controller_add_job_log", job_log_dto=line).status == 201
    result = {
        "jobExecutionId": claimed["jobId"],
        "status": "success",
        "result": {"success": True, "message": "done", "data": {"n": 1}},
    }
    pushed = [
        client.call("BlackboardApi.blackboard_controller_push_job_result", job_result_dto=result).status
        for _ in range(2)
    ]
    assert pushed == [201, 409]
    assert http.get(f"/dev/jobs/{claimed['jobId']}").json()["result"]["data"] == {"n": 1}
    [told] = http.get(f"/dev/jobs/{claimed['jobId']}/events").json()["events"]
    assert (told["kind"], told["text"]) == ("log", "under way")


def test_it_lists_jobs_by_their_status(client: PublishedClient, http: httpx.Client, worker: str) -> None:
    claimed = submit(http, "fb.t.io/b")["jobs"][0]["jobId"]
    assert claimed in {job["jobId"] for job in poll(client, worker)}
    waiting = submit(http, "fb.t.io/b")["jobs"][0]["jobId"]

    def ids(method: str, **arguments: str) -> set[str]:
        said = client.call(f"BlackboardApi.blackboard_controller_{method}", **arguments)
        assert (said.status, said.type) == (200, "[JobShowResultDto]")
        return {job["jobId"] for job in said.value}

    assert ids("show_jobs") >= {waiting, claimed}
    assert ids("show_active_jobs") >= {waiting, claimed}
    assert waiting in ids("show_jobs", status="pending")
    assert claimed in ids("show_jobs", status="polled")
    assert claimed not in ids("show_jobs", status="pending")


VALUES = (
    *(
        None,
        "x",
        "UP",
        "OK",
        "2026-01-01T00:00:00.000Z",
        5,
        1.5,
        True,
        [],
        {},
        ["x"],
        [1],
        {"id": 0},
        {"id": 3},
    ),
    *(
        {"name": 3},
        {"shortName": "frr"},
        [{}],
        [{"id": 3}],
        [{"id": 3, "value": "x"}],
        [{"id": 3, "value": {}}],
    ),
    *([{"id": 3, "result": "OK"}], [{"id": 3, "createdAt": "x"}], [{"id": 3, "success": "x"}]),
)


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for kind, name in LISTS.items()])
def test_whatever_entities_the_engine_accepts_it_can_read(
    client: PublishedClient, http: httpx.Client, worker: str, name: str, kind: str
) -> None:
    fields = [
        field.alias for field in entity_shapes._SHAPES[kind].model_fields.values() if field.alias != "id"
    ]
    entities = [{field: value} for field in fields for value in VALUES]
    wanted = {"functionBlock": "fb.t.io/b", "context": {name: numbered(entities)}}
    refused = http.post("/dev/submissions", json=wanted)
    assert refused.status_code == 422
    faulty = {int(fault["path"].split("[")[1].split("]")[0]) for fault in refused.json()["faults"]}
    accepted = numbered(entity for place, entity in enumerate(entities) if place not in faulty)
    assert len(accepted) > len(fields), "null at least is accepted everywhere"
    submitted = submit(http, "fb.t.io/b", context={name: accepted})["jobs"][0]["jobId"]
    [claimed] = [job for job in poll(client, worker) if job["jobId"] == submitted]
    assert len(claimed["context"][name]) == len(accepted)


def numbered(entities: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": number, **entity} for number, entity in enumerate(entities, 1)]
