"""The published client publishes workflows, runs them on our worker, and looks after them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from lab import peer_workflows
from lab.engine_fixtures import DevEngine
from lab.peer_workflows import INVENTORY, execute, followed, publish, step, workflow
from lab.published_client import PublishedClient
from lab.published_worker import BLOCKS
from lab.worker_fixtures import worker_processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lab.published_client import Answer

pytestmark = pytest.mark.peer

EXECUTIONS = "WorkflowsApi.workflow_execution_controller"
DEFINITIONS = "WorkflowsApi.workflow_definition_controller"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevEngine]:
    """An engine with devices and a worker."""
    directory = tmp_path_factory.mktemp("engine")
    engine = DevEngine(directory / "engine.sqlite")
    engine.start()
    with engine.client() as http:
        assert http.put("/dev/entities", json=INVENTORY).is_success
    with worker_processes(directory) as start:
        start(engine.url, BLOCKS)
        yield engine
    engine.stop()


@pytest.fixture(scope="module")
def client(client_python: Path, engine: DevEngine) -> Iterator[PublishedClient]:
    client = PublishedClient(client_python, engine.url)
    yield client
    client.close()


def saying(name: str, text: str = "{{ context.device.hostname }}", **fields: Any) -> dict[str, Any]:
    """A workflow that says something once for every device."""
    return workflow(name, step("say", "echo:1", parameters={"text": text}), **fields)


def publishing(client: PublishedClient, document: dict[str, Any], **options: Any) -> Answer:
    return client.call(
        "WorkflowsApi.publish_workflow", publish_workflow_definition_dto={"workflow": document, **options}
    )


def waiting(client: PublishedClient, name: str, directory: Path) -> str:
    """An execution whose job a worker has begun; it ends when `go` is there."""
    publish(
        client,
        workflow(name, step("wait", "wait:1", parameters={"directory": str(directory)}), seed="global"),
    )
    uuid = execute(client, f"wf.peer.io/{name}:1", {})
    until = time.monotonic() + peer_workflows.SOON
    while not (directory / "begun").exists():
        assert time.monotonic() < until, "no worker began the job"
        time.sleep(0.02)
    return uuid


def uuids(client: PublishedClient, method: str, **arguments: Any) -> set[str]:
    said = client.call(f"{EXECUTIONS}_{method}", **arguments)
    assert (said.status, said.type in ("[WorkflowEntryDto]", "[]")) == (200, True), said
    return {execution["uuid"] for execution in said.value}


def test_the_schema_of_workflows_can_be_had(client: PublishedClient) -> None:
    said = client.call("SchemaApi.schema_controller_get_schema")
    assert (said.status, said.type) == (200, "dict")
    assert {"name", "package", "steps", "seedEntity"} <= said.value["properties"].keys()


def test_published_again_a_workflow_is_unchanged(client: PublishedClient) -> None:
    tried = publishing(client, saying("again"), dryRun=True)
    assert (tried.status, tried.type, tried.value["wouldStatus"]) == (200, "PublishResultDto", "published")
    first, second = (publishing(client, saying("again")) for _ in range(2))
    assert (first.status, first.type, first.value["status"]) == (201, "PublishResultDto", "published")
    assert (second.status, second.type, second.value["status"]) == (200, "PublishResultDto", "unchanged")
    assert first.value["id"] == second.value["id"] == "wf.peer.io/again:1.0.0"


def test_a_published_version_never_changes(client: PublishedClient) -> None:
    publish(client, saying("fixed"))
    refused = publishing(client, saying("fixed", "something else"))
    assert (refused.status, refused.type) == (409, "PublishConflictDto")
    assert refused.value["error"] == "VersionAlreadyPublished"
    later = publishing(client, saying("fixed", "something else"), increment=True)
    assert (later.status, later.type) == (201, "PublishResultDto")
    assert later.value["version"] == refused.value["suggestedVersion"]
    [changed] = later.value["findings"]
    assert (changed["path"], changed["target"]) == ("/steps/0", {"kind": "step", "label": "say"})


def test_a_version_that_says_too_little_is_refused(client: PublishedClient) -> None:
    publish(client, saying("small"))
    demanding = saying("small", parameterSchema={"properties": {"x": {}}, "required": ["x"]})
    refused = publishing(client, demanding | {"minorVersion": 1})
    assert (refused.status, refused.type) == (422, "PublishRejectedDto")
    assert (refused.value["error"], refused.value["suggestedVersion"]) == ("BelowFloor", "2.0.0")
    [found] = refused.value["findings"]
    assert found["target"] == {"kind": "schemaProperty", "property": "x"}
    assert publishing(client, demanding | {"majorVersion": 2}).status == 201


def test_a_document_that_is_no_workflow_is_refused(client: PublishedClient) -> None:
    twice = saying("wrong") | {"steps": [step("same", "echo:1")] * 2}
    refused = publishing(client, twice)
    assert (refused.status, refused.type) == (400, "PublishBadRequestDto")
    assert refused.value["error"] == "InvalidDocument"


def test_a_workflow_is_read_back_as_it_was_published(client: PublishedClient) -> None:
    document = saying("back", condition={"type": "jmes", "jmes": "context.device.ip"})
    published = publish(client, document)
    one = client.call(f"{DEFINITIONS}_find_one", id=published)
    assert (one.status, one.type) == (200, "WorkflowDefinitionResponseDto")
    assert without_nulls(one.value["workflowDefinition"]) == document
    every = client.call(f"{DEFINITIONS}_find_all")
    assert (every.status, every.type) == (200, "[WorkflowDefinitionResponseDto]")
    assert published in {definition["id"] for definition in every.value}


def without_nulls(value: Any) -> Any:
    """A document without what the client adds to it."""
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return value


def test_a_reference_finds_the_highest_version(client: PublishedClient) -> None:
    for version in ((1, 0, 0), (1, 2, 0), (1, 10, 0), (2, 0, 0)):
        numbers = dict(zip(("majorVersion", "minorVersion", "patchVersion"), version, strict=True))
        publish(client, saying("many", f"says {version}") | numbers)
    for reference, wanted in (("1", "1.10.0"), ("1.2", "1.2.0"), ("1.0.0", "1.0.0"), ("2", "2.0.0")):
        said = client.call(f"{DEFINITIONS}_find_by_sem_ver_string", semver=f"wf.peer.io/many:{reference}")
        assert (said.status, said.type) == (200, "WorkflowDefinitionResponseDto")
        assert said.value["id"] == f"wf.peer.io/many:{wanted}"
    missing = client.call(f"{DEFINITIONS}_find_by_sem_ver_string", semver="wf.peer.io/many:3")
    assert missing.status == 404


def test_a_deleted_workflow_can_be_restored(client: PublishedClient) -> None:
    published = publish(client, saying("deleted"))

    def listed(**arguments: bool) -> bool:
        definitions = client.get(f"{DEFINITIONS}_find_all", **arguments)
        return published in {definition["id"] for definition in definitions}

    assert client.call(f"{DEFINITIONS}_soft_delete", id=published).status == 200
    assert (listed(), listed(find_deleted=True)) == (False, True)
    assert client.call(f"{DEFINITIONS}_find_one", id=published).status == 404
    assert client.call("WorkflowsApi.restore_workflow_definition", id=published).status == 200
    assert listed()
    assert client.call("WorkflowsApi.restore_workflow_definition", id="wf.peer.io/none:1.0.0").status == 404


@pytest.mark.parametrize(
    ("on", "hostnames"),
    [({"ids": [5]}, ["r1"]), ({"ids": [5, 6]}, ["r1", "r2"]), ({"query": "hostname: r2"}, ["r2"])],
)
def test_a_workflow_runs_on_the_entities_that_are_asked_for(
    client: PublishedClient, engine: DevEngine, on: dict[str, Any], hostnames: list[str]
) -> None:
    publishing(client, saying("say"))
    uuid = execute(client, "wf.peer.io/say:1.0", on)
    ended = followed(client, uuid)
    assert (ended["status"], ended["workflowId"]) == ("completed_ack", "wf.peer.io/say:1.0.0")
    assert ended["finishedAt"] >= ended["startedAt"] >= ended["createdAt"]
    with engine.client() as http:
        listed = client.get("BlackboardApi.blackboard_controller_show_jobs", status="pushed")
        jobs = [http.get(f"/dev/jobs/{job['jobId']}").json() for job in listed]
    said = [
        job["result"]["data"]["text"]
        for job in jobs
        if job["executionId"] == uuid and job["type"] == "execute"
    ]
    assert sorted(said) == hostnames


def test_parameters_that_do_not_fit_are_refused(client: PublishedClient) -> None:
    publishing(client, peer_workflows.survey())
    wanted = {"workflow": "wf.peer.io/survey:1", "executeOnParameters": {"ids": [5]}, "parameters": {}}
    said = client.call(f"{EXECUTIONS}_execute", execute_workflow_dto=wanted)
    assert (said.status, said.raised) == (400, "BadRequestException")


def test_executions_are_listed_by_their_state(client: PublishedClient, tmp_path: Path) -> None:
    uuid = waiting(client, "listed", tmp_path)
    assert uuid in uuids(client, "find_all")
    assert uuid in uuids(client, "find_all_active")
    assert uuid in uuids(client, "find_all_by_state", state="running")
    (tmp_path / "go").write_text("go on")
    assert followed(client, uuid)["status"] == "completed_ack"
    assert uuid not in uuids(client, "find_all_active")
    assert uuid in uuids(client, "find_all_by_state", state="completed_ack")


def test_an_execution_can_be_aborted(client: PublishedClient, tmp_path: Path) -> None:
    uuid = waiting(client, "aborted", tmp_path)
    said = client.call(f"{EXECUTIONS}_abort", id=uuid)
    assert (said.status, said.type) == (200, "str")
    (tmp_path / "go").write_text("go on")
    ended = followed(client, uuid)
    assert ended["status"] in ("failed_safe_ack", "failed_unsafe_ack")
    assert "abort" in ended["reason"]
    assert client.call(f"{EXECUTIONS}_abort", id="nobody").status == 404


def test_an_execution_has_the_id_that_its_caller_chose(client: PublishedClient) -> None:
    publishing(client, saying("say"))
    wanted = {
        "workflow": "wf.peer.io/say:1",
        "workflowExecutionId": "6f9a2f0e-8f6c-4f7e-9a55-2f6f0b6f1b11",
        "executeOnParameters": {"ids": [6]},
        "parameters": {},
    }
    first, second = (client.call(f"{EXECUTIONS}_execute", execute_workflow_dto=wanted) for _ in range(2))
    assert (first.status, first.value["uuid"]) == (201, wanted["workflowExecutionId"])
    assert second.status == 409
    assert followed(client, first.value["uuid"])["status"] == "completed_ack"
