from __future__ import annotations

import asyncio
import json

import pytest

from neops_worker_sdk.engines import EngineRefusedError, EngineUnavailableError, ResultAlreadyThereError
from neops_worker_sdk.logger import StdlibContextualLogger
from neops_worker_sdk.worker import delivery
from neops_worker_sdk.worker.delivery import Delivery
from neops_worker_sdk.worker.metrics import Metrics
from neops_worker_sdk.worker.outbox import Outbox
from neops_worker_sdk.worker.store import Store


class Answers:
    """An engine that answers each push with the next of its answers: an error to raise, or None."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.bodies = []

    async def push_result(self, body):
        self.bodies.append(json.loads(body))
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer


@pytest.fixture
def deliver(run, monkeypatch):
    """deliver(engine, [job ids], give_up=...): what is left in the outbox, after everything has settled."""
    monkeypatch.setattr(delivery, "FIRST_PAUSE", 0.01)

    def deliver(engine, ids, give_up=300.0, seconds=5.0):
        async def main():
            store = Store(Outbox(None), StdlibContextualLogger())
            sender = Delivery(engine, store, Metrics(), StdlibContextualLogger(), give_up)
            sending = asyncio.create_task(sender.run())
            for job_id in ids:
                body = json.dumps({"jobExecutionId": job_id}).encode()
                await store.do("put", job_id, body)
                sender.add(job_id, body)
            await sender.settled(seconds)
            content = await store.call(store.outbox.content)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            await store.aclose()
            return content

        return run(main)

    return deliver


def test_a_delivered_result_leaves_the_outbox(deliver):
    engine = Answers()
    assert deliver(engine, ["a", "b"]).waiting == 0
    assert sorted(body["jobExecutionId"] for body in engine.bodies) == ["a", "b"]


def test_what_an_outage_holds_up_is_tried_until_it_is_over(deliver, lines):
    engine = Answers(*[EngineUnavailableError("503", 503)] * 4)
    assert deliver(engine, ["a"]).waiting == 0
    assert len(engine.bodies) == 5
    assert len(lines("is not delivered yet")) == 1


def test_a_result_that_is_there_already_is_dropped(deliver, lines):
    engine = Answers(ResultAlreadyThereError("409", 409))
    assert deliver(engine, ["a"]).waiting == 0
    assert len(engine.bodies) == 1
    assert lines("the engine has a result already")


def test_for_a_result_that_the_engine_refuses_it_gets_a_short_failure(deliver):
    engine = Answers(EngineRefusedError("413 too large", 413))
    content = deliver(engine, ["a"])
    assert (content.waiting, content.refused) == (0, 0)
    assert engine.bodies[1]["status"] == "failed"
    assert "the engine refused its result: 413 too large" in engine.bodies[1]["result"]["message"]


def test_a_result_of_a_job_that_the_engine_does_not_know_is_kept_aside(deliver):
    engine = Answers(EngineRefusedError("404", 404))
    content = deliver(engine, ["a"])
    assert (content.waiting, content.refused, len(engine.bodies)) == (0, 1, 1)


def test_a_missing_login_loses_no_result(deliver):
    engine = Answers(EngineRefusedError("401", 401), EngineRefusedError("403", 403))
    assert deliver(engine, ["a"]).waiting == 0
    assert [body["jobExecutionId"] for body in engine.bodies] == ["a"] * 3


def test_after_the_time_limit_a_result_stays_in_the_outbox(deliver, lines):
    engine = Answers(*[EngineUnavailableError("away")] * 50)
    assert deliver(engine, ["a"], give_up=0.03, seconds=0.5).waiting == 1
    assert len(lines("it stays in the outbox")) == 1


def test_one_success_sends_everything_that_is_resting(deliver, monkeypatch):
    monkeypatch.setattr(delivery, "FIRST_PAUSE", 60.0)
    engine = Answers(*[EngineUnavailableError("away")] * 3)
    assert deliver(engine, ["a", "b", "c", "d"]).waiting == 0


def test_a_bug_in_the_adapter_loses_no_result(deliver):
    engine = Answers(RuntimeError("bug"))
    assert deliver(engine, ["a"]).waiting == 0
