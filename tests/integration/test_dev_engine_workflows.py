"""Workflows on the development engine: a real process over HTTP, with a worker that does what the test says."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from lab.engine_api import poll, register_block, register_worker
from lab.workflow_documents import PACKAGE, step, workflow
from neops_dev_engine import Settings
from neops_dev_engine.server import started

SWITCHES = [
    {
        "id": 5,
        "hostname": "sw1",
        "ip": "192.0.2.1",
        "password": "geheim",
        "platform": {"id": 1, "shortName": "ios"},
    },
    {"id": 6, "hostname": "sw2", "ip": "192.0.2.2", "platform": {"id": 1, "shortName": "ios"}},
]
PORTS = [
    {"id": 51, "name": "eth0", "device": {"id": 5}, "state": "UP"},
    {"id": 52, "name": "eth1", "device": {"id": 5}, "state": "DOWN"},
    {"id": 61, "name": "eth0", "device": {"id": 6}, "state": "UP"},
]


class Worker:
    """A worker that runs one job at a time, when the test wants it.

    Attributes:
        done: what it has run: (type, label, entity id), in order.
    """

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.id = register_worker(client)
        self.blocks: dict[str, dict[str, Any]] = {}
        self.done: list[tuple[str, str, int | None]] = []

    def serve(
        self, name: str, run: Any = None, *, acquire: Any = None, rollback: Any = None, **fields: Any
    ) -> None:
        """Register a block; its functions take a job and give the result, or what differs from success."""
        registration = {"package": PACKAGE, "runOn": "device", **fields}
        block = register_block(self.client, self.id, name, **registration)
        self.blocks[block] = {"execute": run, "acquire": acquire, "rollback": rollback}

    def take(self) -> dict[str, Any]:
        """Claim a job."""
        (job,) = poll(self.client, self.id, *self.blocks, limit=1, waitSeconds=10)
        return job

    def give(self, job: dict[str, Any]) -> int:
        """Run a claimed job and deliver its result; the status of the answer."""
        self.done.append((job["type"], job["stepLabel"], job["entityId"]))
        run = self.blocks[job["functionBlockId"]][job["type"]]
        result = {"success": True, "message": "done", **((run(job) if run else None) or {})}
        acquires = {"acquires": result.pop("acquires")} if "acquires" in result else {}
        status = "success" if result["success"] else "failed"
        body = {"jobExecutionId": job["jobId"], "status": status, "result": result, **acquires}
        return self.client.post("/blackboard/job/result", json=body).status_code

    def work(self, jobs: int) -> None:
        """Run so many jobs."""
        for _ in range(jobs):
            assert self.give(self.take()) == 201


def filled(client: httpx.Client) -> httpx.Client:
    client.put("/dev/entities", json={"devices": SWITCHES, "interfaces": PORTS}).raise_for_status()
    return client


@pytest.fixture
def client(tmp_path):
    with (
        started(Settings(database=tmp_path / "engine.sqlite", port=0)) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=40) as client,
    ):
        yield filled(client)


@pytest.fixture
def worker(client):
    return Worker(client)


def publish(client, document):
    answer = client.post("/workflow-definition/publish", json={"workflow": document})
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def execute(client, document, *, ids=(5,), parameters=None, **fields):
    publish(client, document)
    body = {
        "workflow": "wf.example.com/chk",
        "executeOnParameters": {"ids": list(ids)},
        "parameters": parameters or {},
    }
    answer = client.post("/workflow-execution", json=body | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()["uuid"]


def ended(client, execution):
    found = client.get(f"/dev/executions/{execution}", params={"wait": 20}).json()
    assert found["finished"], found
    return found


def states(found):
    return [transition["status"] for transition in found["transitions"]]


STRAIGHT = [
    *("new", "valid", "ready", "resource_discovery", "resources_discovered", "scheduled"),
    *("locking", "locked", "running"),
]
SCHEMA = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "retries": {"type": "integer", "default": 3}},
}


def test_a_workflow_acquires_executes_and_updates_the_inventory(client, worker):
    seen = []

    def look(job):
        seen.append(job)
        return {"data": {"release": "17.3"}}

    def write(job):
        seen.append(job)
        updates = [
            {"operation": "patch", "entity": "device", "id": 5, "path": "software_release", "value": "17.3"},
            {
                "operation": "create",
                "entity": "interface",
                "id": 20_000_000,
                "data": {"name": "lo0", "device": {"hostname": "sw1"}},
            },
        ]
        return {"dbUpdates": {"updates": updates}}

    ask = [{"type": "elastic", "entity": "interface", "query": "device.id: 5 AND state: UP"}]
    worker.serve("look", look)
    worker.serve("ports", seen.append, runOn="interface", acquire=lambda job: {"acquires": ask})
    worker.serve("write", write, parameterJsonSchema=SCHEMA)
    document = workflow(
        step("look"),
        step("ports"),
        step("write", parameters={"name": "{{ context.device.hostname }}-{{ look.result.data.release }}"}),
    )

    execution = execute(client, document)
    worker.work(6)
    found = ended(client, execution)

    assert states(found) == [*STRAIGHT, "completed", "completed_ack"]
    assert worker.done == [
        *(("acquire", label, 5) for label in ("look", "ports", "write")),
        ("execute", "look", 5),
        ("execute", "ports", 51),
        ("execute", "write", 5),
    ]
    assert [interface["id"] for interface in seen[1]["context"]["interfaces"]] == [51]
    assert seen[2]["parameters"] == {"name": "sw1-17.3", "retries": 3}
    inventory = client.get("/dev/entities").json()
    assert inventory["devices"][0]["softwareRelease"] == "17.3"
    assert {"id": 62, "name": "lo0", "device": {"id": 5}}.items() <= inventory["interfaces"][-1].items()
    assert [run["status"] for of in found["steps"] for run in of["runs"]] == ["succeeded"] * 4
    assert found["steps"][1]["runs"][0]["jobs"][1]["result"]["data"] == {"release": "17.3"}


def test_a_failing_step_rolls_back_what_ran_last_step_first(client, worker):
    undone = []
    for name in ("one", "two"):
        worker.serve(name, reversible=True, rollback=undone.append, parameterJsonSchema=SCHEMA)
    worker.serve("three", lambda _: {"success": False, "message": "no"}, isPure=True)
    document = workflow(
        step("one", parameters={"name": "{{ context.device.ip }}"}), step("two"), step("three")
    )

    execution = execute(client, document, ids=(5, 6))
    worker.work(6 + 6 + 4)
    found = ended(client, execution)

    assert states(found) == [*STRAIGHT, "error", "rollback", "failed_safe", "failed_safe_ack"]
    assert [(job["stepLabel"], job["entityId"]) for job in undone[:2]] in (
        [("two", 5), ("two", 6)],
        [("two", 6), ("two", 5)],
    )
    assert {(job["stepLabel"], job["parameters"].get("name")) for job in undone[2:]} == {
        ("one", "192.0.2.1"),
        ("one", "192.0.2.2"),
    }
    assert [run["status"] for of in found["steps"][1:] for run in of["runs"]] == ["rolled_back"] * 4 + [
        "failed"
    ] * 2
    assert found["reason"] == "step three failed: sw1: no; sw2: no"


def test_a_killed_engine_goes_on_where_it_was(dev_engine):
    def kill():
        dev_engine.kill()
        dev_engine.restart()

    with dev_engine.client() as client:
        worker = Worker(filled(client))
        worker.serve("one", lambda _: {"data": {"n": 1}})
        worker.serve("two", parameterJsonSchema=SCHEMA)
        parameters = {"name": "n{{ one.result.data.n }}"}
        execution = execute(client, workflow(step("one"), step("two", parameters=parameters, delay=0.2)))
        kill()  # before the acquire jobs were handed out
        worker.work(1)
        acquire = worker.take()
        kill()  # while a job runs
        assert worker.give(acquire) == 201
        job = worker.take()
        assert worker.give(job) == 201
        kill()  # while the next step waits
        assert worker.give(job) == 409
        job = worker.take()
        assert worker.give(job) == 201
        kill()  # in the end
        found = ended(client, execution)

    assert states(found) == [*STRAIGHT, "completed", "completed_ack"]
    assert [(kind, label) for kind, label, _ in worker.done] == [
        *(("acquire", "one"), ("acquire", "two"), ("execute", "one")),
        *(("execute", "one"), ("execute", "two")),  # the first of them was delivered twice
    ]
    assert job["parameters"] == {"name": "n1", "retries": 3}
    assert [len(run["jobs"]) for of in found["steps"] for run in of["runs"]] == [0, 2, 2]


def test_two_executions_take_turns_at_a_device(client, worker):
    worker.serve("one")
    document = workflow(step("one"))
    first = execute(client, document)
    worker.work(1)
    job = worker.take()
    second = execute(client, document)
    worker.work(1)

    waiting = client.get(f"/dev/executions/{second}", params={"wait": 10, "after": 7}).json()
    assert (waiting["status"], waiting["retryNote"]) == (
        "scheduled",
        f"device 5 is locked by execution {first}",
    )
    worker.give(job)
    worker.work(1)

    assert states(ended(client, first))[-1] == "completed_ack"
    assert states(ended(client, second)) == [
        *(*STRAIGHT[:6], "locking", "scheduled", "locking", "locked", "running"),
        *("completed", "completed_ack"),
    ]


def test_an_aborted_execution_ends_at_once(client, worker):
    worker.serve("one")
    worker.serve("two")
    execution = execute(client, workflow(step("one"), step("two")), ids=(5, 6))
    worker.work(4)
    job = worker.take()
    answer = client.delete(f"/workflow-execution/{execution}")

    assert (answer.status_code, answer.json()) == (200, f"execution {execution} is aborted")
    assert worker.give(job) == 409
    found = client.get(f"/workflow-execution/id/{execution}").json()
    assert (found["status"], found["reason"]) == (
        "failed_unsafe_ack",
        "aborted; what step one did is not undone",
    )
    assert client.get("/workflow-execution/active").json() == []
    free = execute(client, workflow(step("two"), version="2.0.0"))
    worker.work(2)
    assert states(ended(client, free))[-1] == "completed_ack"


def test_executions_are_listed_and_found(client, worker):
    worker.serve("one")
    document = workflow(step("one"))
    done = execute(client, document, workflowExecutionId="first")
    worker.work(2)
    ended(client, done)
    running = execute(client, document)
    client.get(f"/dev/executions/{running}", params={"wait": 10, "after": 3})

    def ids(path):
        return [execution["uuid"] for execution in client.get(f"/workflow-execution{path}").json()]

    assert ids("") == [done, running] == ["first", running]
    assert ids("/active") == ids("/state/resource_discovery") == ids("/state/RESOURCE_DISCOVERY") == [running]
    assert ids("/state/completed_ack") == ["first"]
    assert client.get("/workflow-execution/id/first").json()["finishedAt"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "error"),
    [
        ("GET", "/workflow-execution/state/nowhere", None, 400, "UnknownState"),
        ("GET", "/workflow-execution/id/nobody", None, 404, "UnknownExecution"),
        ("GET", "/dev/executions/nobody", None, 404, "UnknownExecution"),
        ("DELETE", "/workflow-execution/nobody", None, 404, "UnknownExecution"),
        ("POST", "/workflow-execution", {"workflow": "a/b:1"}, 400, "InvalidBody"),
        (
            "POST",
            "/workflow-execution",
            {"workflow": "a/b:1", "executeOnParameters": {}},
            404,
            "UnknownWorkflow",
        ),
        ("POST", "/workflow-definition/publish", {"workflow": {}}, 400, "InvalidDocument"),
        ("POST", "/workflow-definition/publish", {}, 400, "InvalidBody"),
        ("GET", "/workflow-definition/a%2Fb:1.0.0", None, 404, "UnknownWorkflow"),
        ("GET", "/workflow-definition/find-by-semver/a%2Fb:1", None, 404, "UnknownWorkflow"),
        ("POST", "/workflow-definition/a%2Fb:1.0.0/restore", None, 404, "UnknownWorkflow"),
        ("DELETE", "/workflow-definition/a%2Fb:1.0.0", None, 404, "UnknownWorkflow"),
    ],
)
def test_errors_are_json_that_says_what_to_do(client, method, path, body, status, error):
    answer = client.request(method, path, json=body)

    said = answer.json()
    assert (answer.status_code, said["statusCode"], said["error"]) == (status, status, error)
    assert said["message"]


def test_definitions_are_published_read_deleted_and_restored(client):
    path = "/workflow-definition/wf.example.com%2Fchk:1.0.0"
    document = workflow(step("one"))
    assert (
        client.post("/workflow-definition", json={"workflow": document}).json() == "wf.example.com/chk:1.0.0"
    )
    assert client.get(path).json()["workflowDefinition"] == document
    assert (
        client.get("/workflow-definition/find-by-semver/wf.example.com%2Fchk%3A1").json()["id"]
        == publish(client, document)["id"]
    )

    assert client.delete(path).status_code == 200
    assert client.get("/workflow-definition").json() == []
    assert [
        one["name"] for one in client.get("/workflow-definition", params={"findDeleted": "true"}).json()
    ] == ["chk"]
    assert client.post(f"{path}/restore").status_code == 200
    changed = workflow(step("two"))
    assert client.post("/workflow-definition/update", json={"workflow": changed}).status_code == 409
    forced = {"workflow": changed, "forceOverride": True}
    assert client.post("/workflow-definition/update", json=forced).status_code == 201
    assert client.get(path).json()["workflowDefinition"] == changed
