from __future__ import annotations

import pytest

from lab.workflow_documents import step, workflow
from neops_dev_engine.errors import ResultAlreadyThere
from neops_dev_engine.records.workers import get_worker, unregister
from neops_dev_engine.workflows.errors import ExecutionFinished
from neops_dev_engine.workflows.executions.advancing import abort

NO = {"success": False}
GONE = "worker w unregistered before it delivered a result; the job was possibly executed"


def blocks(engine):
    engine.block("pure", isPure=True)
    engine.block("undo", reversible=True)
    engine.block("lasting")


@pytest.mark.parametrize(
    ("steps", "answers", "status", "undone"),
    [
        (["pure"], {"pure": NO}, "failed_safe_ack", []),
        (["lasting"], {"lasting": NO}, "failed_unsafe_ack", []),
        (["undo"], {"undo": NO}, "failed_safe_ack", ["undo"]),
        (["undo", "pure"], {"pure": NO}, "failed_safe_ack", ["undo"]),
        (["undo", "lasting"], {"lasting": NO}, "failed_unsafe_ack", ["undo"]),
        (["lasting", "undo", "pure"], {"pure": NO}, "failed_unsafe_ack", ["undo"]),
        (["undo", "pure"], {"pure": NO, "rollback_undo": NO}, "failed_unsafe_ack", ["undo"]),
        (["pure", "lasting"], {"pure": NO}, "failed_safe_ack", []),
        (["lasting"], {"acquire_lasting": NO}, "failed_safe_ack", []),
    ],
)
def test_what_a_failure_leaves_behind(engine, steps, answers, status, undone):
    blocks(engine)

    found = engine.run(engine.start(workflow(*map(step, steps)), [5]), **answers)

    assert found["status"] == status
    assert [job["stepLabel"] for job in engine.jobs if job["type"] == "rollback"] == undone


def test_rollback_goes_back_step_by_step_with_what_the_jobs_had(engine):
    engine.block("one", "two", reversible=True, run_on="interface")
    engine.block("last", isPure=True)
    expansion = {"type": "expansion", "entity": "interface", "expandFromSeedEntity": True}
    parameters = {"n": "{{ context.interface.name }}"}
    document = workflow(step("one", parameters=parameters), step("two"), step("last"), acquire=[expansion])
    rounds = []
    execution = engine.start(document, [5, 6])
    while jobs := engine.take():
        rounds.append({(job["type"], job["stepLabel"]) for job in jobs})
        for job in jobs:
            engine.give(job, success=job["type"] != "execute" or job["stepLabel"] != "last")
        engine.advance(execution)

    assert rounds[-2:] == [{("rollback", "two")}, {("rollback", "one")}]
    same = ("parameters", "context", "runOn", "entityId", "functionBlockId")
    forward = [[job[key] for key in same] for job in engine.executed("one")]
    back = [
        [job[key] for key in same]
        for job in engine.jobs
        if (job["type"], job["stepLabel"]) == ("rollback", "one")
    ]
    assert back == forward[::-1]
    assert engine.steps(execution) == {
        "one": ["rolled_back"] * 2,
        "two": ["rolled_back"] * 2,
        "last": ["failed"] * 2,
    }


def test_the_reason_names_what_failed_and_what_could_not_be_undone(engine):
    blocks(engine)
    document = workflow(step("undo"), step("lasting"), step("pure"))

    found = engine.run(
        engine.start(document, [5, 6]),
        pure=lambda job: {"success": job["entityId"] == 5, "message": "wrong vlan"},
        rollback_undo=lambda job: {"success": job["entityId"] == 5, "message": "no login"},
    )

    assert found["reason"] == (
        "step pure failed: sw2: wrong vlan; the rollback of step undo failed: no login;"
        " what steps undo, lasting did is not undone"
    )


def test_a_job_that_nobody_took_is_not_undone(engine):
    engine.block("undo", reversible=True)
    execution = engine.start(workflow(step("undo")), [5, 6])
    for job in engine.take():
        engine.give(job)
    engine.advance(execution)
    (job,) = engine.take(limit=1)
    abort(engine.tx, execution, "aborted")

    found = engine.details(execution)
    assert found["status"] == "failed_unsafe_ack"
    messages = [job["result"]["message"] for run in found["steps"][1]["runs"] for job in run["jobs"][1:]]
    assert messages == ["aborted; it was possibly executed", "aborted; it was not handed out any more"]


def test_a_job_of_a_lost_worker_counts_as_executed(engine):
    engine.block("undo", reversible=True)
    execution = engine.start(workflow(step("undo")), [5])
    engine.give(engine.take()[0])
    engine.advance(execution)
    engine.take()
    unregister(engine.tx, get_worker(engine.tx, engine.worker)["uuid"])
    engine.advance(execution)

    found = engine.run(execution)
    assert engine.ran[-1] == "rollback undo 5"
    assert (found["status"], found["reason"]) == ("failed_safe_ack", f"step undo failed: sw1: {GONE}")


def test_abort_lets_no_job_run_any_more(engine):
    blocks(engine)
    execution = engine.start(workflow(step("undo"), step("lasting")), [5, 6])
    for job in engine.take():
        engine.give(job)
    engine.advance(execution)
    running, _ = engine.take()
    abort(engine.tx, execution, "aborted")

    with pytest.raises(ResultAlreadyThere):
        engine.give(running)
    engine.advance(execution)
    assert engine.take() == []
    found = engine.details(execution)
    assert found["status"] == "failed_unsafe_ack"
    assert found["reason"] == "aborted; what step undo did is not undone"
    assert engine.steps(execution) == {"undo": ["failed", "failed"], "lasting": ["skipped", "skipped"]}
    assert engine.tx.execute("SELECT count(*) FROM locks").fetchone()[0] == 0


@pytest.mark.parametrize(
    ("jobs", "status"), [(0, "failed_safe_ack"), (1, "failed_safe_ack"), (2, "failed_unsafe_ack")]
)
def test_abort_before_anything_was_done_is_safe(engine, jobs, status):
    engine.block("a")
    execution = engine.start(workflow(step("a")), [5])
    for _ in range(jobs):
        engine.give(engine.take()[0])
        if engine.details(execution)["status"] != "running":
            engine.advance(execution)
    abort(engine.tx, execution, "aborted")

    assert engine.details(execution)["status"] == status


def test_abort_during_the_rollback_stops_it(engine):
    engine.block("one", "two", reversible=True)
    execution = engine.start(workflow(step("one"), step("two")), [5])
    for label in ("one", "two"):
        for job in engine.take():
            engine.give(job)
        engine.advance(execution)
        del label
    (job,) = engine.take()
    engine.give(job, success=False)
    engine.advance(execution)
    assert engine.details(execution)["status"] == "rollback"
    abort(engine.tx, execution, "aborted")

    assert engine.details(execution)["status"] == "failed_unsafe_ack"
    assert engine.take() == []


def test_abort_twice_is_no_error_and_too_late_is_one(engine):
    engine.block("a")
    aborted = engine.start(workflow(step("a")), [5])
    abort(engine.tx, aborted, "aborted")
    abort(engine.tx, aborted, "aborted")
    done = engine.start(workflow(step("a")), [6])
    engine.run(done)

    with pytest.raises(ExecutionFinished, match="completed_ack"):
        abort(engine.tx, done, "aborted")


def test_updates_of_a_failed_execution_are_not_applied(engine):
    blocks(engine)
    patch = {"operation": "patch", "entity": "device", "id": 5, "path": "vendor", "value": "Z"}
    document = workflow(step("undo"), step("pure"))

    engine.run(engine.start(document, [5]), undo={"updates": [patch]}, pure=NO)
    assert vendor(engine) == "X"
    engine.run(engine.start(document, [5]), undo={"updates": [patch]})
    assert vendor(engine) == "Z"


def test_updates_that_cannot_be_applied_fail_the_execution(engine):
    blocks(engine)
    good = {"operation": "patch", "entity": "device", "id": 5, "path": "vendor", "value": "Z"}
    bad = {**good, "id": 77}

    found = engine.run(engine.start(workflow(step("undo")), [5]), undo={"updates": [good, bad]})

    assert found["status"] == "failed_safe_ack"
    assert found["reason"] == (
        "the database updates cannot be applied: patch of device 77: there is none with this id"
    )
    assert vendor(engine) == "X"


def vendor(engine):
    from neops_dev_engine.records.entities import get_entity

    return get_entity(engine.tx, "device", 5)["vendor"]
