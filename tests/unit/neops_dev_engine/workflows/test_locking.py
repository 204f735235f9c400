from __future__ import annotations

from lab.workflow_documents import step, workflow
from neops_dev_engine.workflows.executions.advancing import abort, due

EXPANSION = {"type": "expansion", "entity": "interface", "expandFromSeedEntity": True}


def discovered(engine, ids, **fields):
    """An execution whose acquire jobs are done."""
    execution = engine.start(workflow(step("a", **fields)), ids)
    for job in engine.take():
        engine.give(job)
    engine.advance(execution)
    return execution


def state(engine, execution):
    found = engine.details(execution)
    return found["status"], found["retryNote"]


def test_who_comes_second_waits_until_the_entity_is_free(engine):
    engine.block("a")
    first = discovered(engine, [5, 6])
    second = discovered(engine, [6])
    assert state(engine, second) == ("scheduled", f"device 6 is locked by execution {first}")

    engine.run(first)
    engine.advance(second)

    assert state(engine, second) == ("running", None)
    transitions = [transition["status"] for transition in engine.details(second)["transitions"]]
    assert transitions[5:] == ["scheduled", "locking", "scheduled", "locking", "locked", "running"]


def test_who_waits_is_left_alone_until_its_turn(engine):
    engine.block("a")
    first, second, third = (discovered(engine, [5]) for _ in range(3))

    def awake():
        return [execution for execution in due(engine.tx, engine.tx.now) if execution != first]

    assert awake() == []
    engine.run(first)
    assert awake() == [second, third]
    engine.advance(third)
    assert awake() == [second]
    engine.advance(second)
    assert state(engine, third) == ("scheduled", f"device 5 is wanted by the older execution {second}")
    assert awake() == []


def test_acquired_entities_are_locked_too(engine):
    engine.block("a")
    engine.block("b", run_on="interface")
    first = discovered(engine, [5], acquire=[EXPANSION])
    document = workflow(step("b"), seed="interface", version="2.0.0", name="other")
    second = engine.start(document, [51])
    for job in engine.take():
        if job["type"] == "acquire":
            engine.give(job)
    engine.advance(second)

    assert state(engine, second) == ("scheduled", f"interface 51 is locked by execution {first}")


def test_different_entities_run_at_the_same_time(engine):
    engine.block("a")
    first, second = discovered(engine, [5]), discovered(engine, [6])

    assert state(engine, first)[0] == state(engine, second)[0] == "running"


def test_an_older_execution_is_not_overtaken(engine):
    engine.block("a")
    first = discovered(engine, [5])
    second = discovered(engine, [5, 6])
    third = discovered(engine, [6])
    assert state(engine, third) == ("scheduled", f"device 6 is wanted by the older execution {second}")

    engine.run(first)
    for execution in (third, second, third):
        engine.advance(execution)
    assert state(engine, second)[0] == "running"
    assert state(engine, third) == ("scheduled", f"device 6 is locked by execution {second}")


def test_who_waits_for_a_lock_can_be_aborted(engine):
    engine.block("a")
    first, second, third = (discovered(engine, [5]) for _ in range(3))
    abort(engine.tx, second, "aborted")
    engine.run(first)
    engine.advance(third)

    assert state(engine, second) == ("failed_safe_ack", None)
    assert state(engine, third)[0] == "running"
