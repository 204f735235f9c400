"""Workflows from end to end: the published client, the development engine, and either worker."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from lab import peer_workflows
from lab.engine_fixtures import DevEngine
from lab.peer_workflows import INVENTORY, execute, followed, publish
from lab.published_client import PublishedClient
from lab.published_worker import BLOCKS, PublishedWorker
from lab.worker_fixtures import worker_processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.peer


class Chain(NamedTuple):
    """A client, an engine, and somebody who works."""

    client: PublishedClient
    engine: DevEngine

    def jobs(self, execution: str) -> list[dict[str, Any]]:
        """The jobs of an execution, in the order in which they were created, with all that is known of them."""
        with self.engine.client() as http:
            listed = self.client.get("BlackboardApi.blackboard_controller_show_jobs")
            jobs = [http.get(f"/dev/jobs/{job['jobId']}").json() for job in listed]
        return [job for job in jobs if job["executionId"] == execution]

    def inventory(self) -> dict[str, dict[str, dict[str, Any]]]:
        """The entities by their names."""
        with self.engine.client() as http:
            lists = http.get("/dev/entities").json()
        return {
            kind: {one.get("hostname") or one["name"]: one for one in many} for kind, many in lists.items()
        }


@pytest.fixture(scope="module", params=["ours", "published"])
def chain(
    request: pytest.FixtureRequest, client_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chain]:
    """With one worker of ours, or two of the published ones: they sleep a second after each job."""
    directory = tmp_path_factory.mktemp("chain")
    engine = DevEngine(directory / "engine.sqlite")
    engine.start()
    with contextlib.ExitStack() as stack:
        stack.callback(engine.stop)
        client = PublishedClient(client_python, engine.url)
        stack.callback(client.close)
        if request.param == "published":
            python: Path = request.getfixturevalue("published_python")
            workers = [PublishedWorker(python, engine, directory / name, name=name) for name in ("w1", "w2")]
            for end in [worker.stop for worker in workers] + [worker.terminate for worker in workers]:
                stack.callback(end)
            for worker in workers:
                worker.wait_until_ready()
        else:
            start = stack.enter_context(worker_processes(directory))
            start(engine.url, BLOCKS)
        with engine.client() as http:
            assert http.put("/dev/entities", json=INVENTORY).is_success
        yield Chain(client, engine)


def test_a_workflow_acquires_runs_and_changes_the_inventory(chain: Chain) -> None:
    publish(chain.client, peer_workflows.survey())
    execution = execute(chain.client, "wf.peer.io/survey:1", {"ids": [5]}, {"release": "7.1"})
    ended = followed(chain.client, execution)
    assert ended["status"] == "completed_ack", ended
    jobs = chain.jobs(execution)
    assert [(job["stepLabel"], job["type"], job["resultStatus"]) for job in jobs] == [
        ("look", "acquire", "success"),
        ("tell", "acquire", "success"),
        ("look", "execute", "success"),
        ("tell", "execute", "success"),
    ]
    assert jobs[2]["result"]["data"] == {"hostname": "r1", "interfaces": ["eth0", "old0"]}
    assert jobs[3]["result"]["data"]["text"] == "r1"
    found = chain.inventory()
    r1, neighbour = found["devices"]["r1"], found["devices"]["neighbour"]
    assert (r1["softwareRelease"], r1["platform"]["shortName"]) == ("7.1", "frr")
    assert r1["facts"] == {"site": "zrh", "surveyed": True, "ports": [1, None]}
    assert found["interfaces"].keys() == {"eth0", "eth9", "lo"}
    assert found["interfaces"]["eth9"]["device"] == {"id": 5}
    assert found["interfaces"]["lo"]["device"] == {"id": neighbour["id"]}


def test_what_was_done_before_a_failure_is_undone(chain: Chain) -> None:
    publish(chain.client, peer_workflows.refused())
    execution = execute(chain.client, "wf.peer.io/refused:1", {"ids": [6]})
    ended = followed(chain.client, execution)
    assert ended["status"] == "failed_safe_ack", ended
    assert "r2 refuses" in ended["reason"]
    undone = [job for job in chain.jobs(execution) if job["type"] == "rollback"]
    assert [job["stepLabel"] for job in undone] == ["again", "change"], "the last first"
    assert {job["result"]["message"] for job in undone} == {"undone on r2"}
    assert "vendor" not in chain.inventory()["devices"]["r2"]
