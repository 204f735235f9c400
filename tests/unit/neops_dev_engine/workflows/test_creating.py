from __future__ import annotations

import pytest

from lab.workflow_documents import accepts, step, workflow
from neops_dev_engine.workflows.errors import (
    ExecutionExists,
    InvalidExecution,
    InvalidQuery,
    UnknownEntity,
    UnknownWorkflow,
)
from neops_dev_engine.workflows.executions.creating import Wish, create


def wish(**fields):
    return Wish(
        **{
            "workflow": "wf.example.com/chk",
            "ids": [],
            "query": None,
            "parameters": {},
            "execution_id": None,
            **fields,
        }
    )


@pytest.fixture
def start(engine):
    """Creates an execution; the entities it works on."""
    engine.publish(workflow(step("a"), parameterSchema=accepts(n={"type": "integer", "default": 1})))

    def start(**fields):
        return [seed["entityId"] for seed in engine.details(create(engine.tx, wish(**fields)))["seeds"]]

    return start


@pytest.mark.parametrize(
    ("fields", "seeds"),
    [
        ({"ids": [5]}, [5]),
        ({"ids": [6, 5]}, [6, 5]),
        ({"ids": ["5", 6.0, 5]}, [5, 6]),
        ({"query": "hostname: sw*"}, [5, 6]),
        ({"ids": [6], "query": "vendor: X"}, [6, 5]),
    ],
)
def test_entities_are_named_by_id_or_found_by_query(start, fields, seeds):
    assert start(**fields) == seeds


@pytest.mark.parametrize(
    ("fields", "error", "why"),
    [
        (
            {"workflow": "wf.example.com/nobody"},
            UnknownWorkflow,
            "there is no workflow wf.example.com/nobody",
        ),
        ({"ids": [5, 98, 99]}, UnknownEntity, "the inventory has no device 98, 99"),
        ({"ids": ["x", 0, -1, 1.5, True, None]}, InvalidExecution, "some ids are no ids of entities"),
        ({}, InvalidExecution, "the workflow is started for devices: name some, in ids or by query"),
        ({"query": "id: 99"}, InvalidExecution, "the workflow is started for devices: the query finds none"),
        ({"query": "id:["}, InvalidQuery, "'id:[' is no query"),
        (
            {"ids": [5], "parameters": {"n": "x"}},
            InvalidExecution,
            "the parameters do not fit: n: 'x' is not of type 'integer'",
        ),
        ({"ids": [5], "execution_id": "a b"}, InvalidExecution, "workflowExecutionId is 'a b'"),
    ],
)
def test_what_cannot_be_started_is_refused(engine, start, fields, error, why):
    with pytest.raises(error) as told:
        start(**fields)
    assert why in told.value.message
    assert engine.tx.execute("SELECT count(*) FROM executions").fetchone()[0] == 0


def test_all_faults_of_parameters_are_told(engine):
    text = {"type": "string"}
    engine.publish(workflow(step("a"), parameterSchema=accepts(a=text, b=text)))

    with pytest.raises(InvalidExecution) as told:
        create(engine.tx, wish(ids=[5], parameters={"a": 1}))
    assert (told.value.status, [fault["path"] for fault in told.value.more["faults"]]) == (400, ["a", "b"])


def test_an_id_is_used_once(engine, start):
    start(ids=[5], execution_id="mine")

    with pytest.raises(ExecutionExists):
        start(ids=[5], execution_id="mine")


def test_a_global_workflow_takes_no_entities(engine):
    engine.publish(workflow(step("a"), seed="global"))

    with pytest.raises(InvalidExecution, match="it is not started for entities"):
        create(engine.tx, wish(ids=[5]))
    create(engine.tx, wish())


def test_an_execution_keeps_its_document(engine):
    from neops_dev_engine.workflows.definitions.records import set_deleted

    engine.block("a")
    execution = engine.start(workflow(step("a")), [5])
    set_deleted(engine.tx, "wf.example.com/chk:1.0.0", deleted=True)

    assert engine.run(execution)["status"] == "completed_ack"
