"""Executions without a server: what the test wants is done in one transaction that is never committed."""

from __future__ import annotations

from typing import Any

import pytest

from lab.engine_api import registration
from lab.workflow_documents import PACKAGE
from neops_dev_engine.jsontext import loads
from neops_dev_engine.records.blocks import register_block
from neops_dev_engine.records.entities import merge_entities
from neops_dev_engine.records.jobs import Outcome, claim_jobs, finish_job
from neops_dev_engine.records.workers import register_worker
from neops_dev_engine.workflows.definitions.publishing import Wish as Publication
from neops_dev_engine.workflows.definitions.publishing import publish
from neops_dev_engine.workflows.executions.advancing import advance
from neops_dev_engine.workflows.executions.creating import Wish, create
from neops_dev_engine.workflows.executions.records import get_execution
from neops_dev_engine.workflows.executions.views import execution_details


class Engine:
    """An engine whose worker, clock and conductor are the test.

    Attributes:
        ran: jobs in the order in which they were handed out: type and label, and the entity if there is one.
        jobs: the same jobs, as they were handed out.
    """

    def __init__(self, tx) -> None:
        self.tx = tx
        tx.execute("BEGIN")
        self.worker = register_worker(tx, "1", "w", None)["uuid"]
        self.blocks: list[str] = []
        self.ran: list[str] = []
        self.jobs: list[dict[str, Any]] = []

    def inventory(self, **lists: Any) -> None:
        merge_entities(self.tx, lists)

    def block(self, *names: str, schema: Any = None, run_on: str = "device", **fields: Any) -> None:
        for name in names:
            given = {"parameterJsonSchema": schema} if schema else {}
            body = registration(name, package=PACKAGE, runOn=run_on, **given, **fields)
            self.blocks.append(register_block(self.tx, body, self.worker))

    def publish(self, document: dict[str, Any]) -> None:
        publish(self.tx, Publication(given=document))

    def start(self, document: dict[str, Any], ids=(), parameters=None, query=None) -> str:
        self.publish(document)
        reference = f"{document['package']}/{document['name']}"
        wish = Wish(
            workflow=reference, ids=list(ids), query=query, parameters=parameters or {}, execution_id=None
        )
        execution = create(self.tx, wish)
        advance(self.tx, execution)
        return execution

    def advance(self, execution: str) -> None:
        advance(self.tx, execution)

    def take(self, limit: int = 100) -> list[dict[str, Any]]:
        jobs = [loads(claimed.text) for claimed in claim_jobs(self.tx, self.worker, self.blocks, limit)]
        for job in jobs:
            entity = "" if job["entityId"] is None else f" {job['entityId']}"
            self.ran.append(f"{job['type']} {job['stepLabel']}{entity}")
        self.jobs += jobs
        return jobs

    def give(self, job: dict[str, Any], *, success: bool = True, **fields: Any) -> None:
        message = fields.pop("message", "done" if success else "no")
        finish_job(self.tx, job["jobId"], Outcome(success=success, message=message, **fields))

    def run(self, execution: str, **answers: Any) -> dict[str, Any]:
        """Run all jobs; `answers` by label, or type and label, say how they end: fields, or a function that gives them."""
        self.advance(execution)
        while jobs := self.take():
            for job in jobs:
                answer = answers.get(f"{job['type']}_{job['stepLabel']}")
                if answer is None and job["type"] == "execute":
                    answer = answers.get(job["stepLabel"])
                self.give(job, **((answer(job) if callable(answer) else answer) or {}))
            advance(self.tx, execution)
        return self.details(execution)

    def details(self, execution: str) -> dict[str, Any]:
        return execution_details(self.tx, get_execution(self.tx, execution))

    def executed(self, label: str) -> list[dict[str, Any]]:
        """The execute jobs of a step."""
        return [job for job in self.jobs if job["type"] == "execute" and job["stepLabel"] == label]

    def steps(self, execution: str) -> dict[str, list[str]]:
        """How the steps ended, by label."""
        found = self.details(execution)["steps"][1:]
        return {of["label"]: [run["status"] for run in of["runs"]] for of in found}


@pytest.fixture
def engine(tx):
    engine = Engine(tx)
    engine.inventory(
        devices=[
            {"id": 5, "hostname": "sw1", "ip": "192.0.2.1", "vendor": "X", "password": "geheim"},
            {"id": 6, "hostname": "sw2", "ip": "192.0.2.2", "vendor": "Y"},
        ],
        interfaces=[
            {"id": 51, "name": "eth0", "device": {"id": 5}, "state": "UP"},
            {"id": 52, "name": "eth1", "device": {"id": 5}, "state": "DOWN"},
            {"id": 61, "name": "eth0", "device": {"id": 6}, "state": "UP"},
        ],
        deviceGroups=[{"id": 9, "name": "access", "devices": [{"id": 5}, {"id": 6}]}],
    )
    return engine
