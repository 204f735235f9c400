from __future__ import annotations

import pytest

from lab.workflow_documents import step, together, workflow


def elastic(query, entity="interface", **fields):
    return {"type": "elastic", "entity": entity, "query": query, **fields}


def context(entity="interface", **fields):
    return {"type": "context", "entity": entity, **fields}


def expansion(entity="interface", *, seed=True, **fields):
    return {"type": "expansion", "entity": entity, "expandFromSeedEntity": seed, **fields}


def reference(label, entity="interface"):
    return {"type": "reference", "entity": entity, "label": label}


def acquired(engine, *steps, ids=(5,), acquires=None, parameters=None, **fields):
    """What the last step works on: ids by kind, kinds without any left out."""
    execution = engine.start(workflow(*steps, **fields), ids, parameters)
    found = engine.run(execution, **{f"acquire_{steps[-1]['label']}": {"acquires": acquires}})
    assert "reason" not in found
    return {kind: numbers for kind, numbers in found["steps"][-1]["runs"][0]["acquired"].items() if numbers}


@pytest.mark.parametrize(
    ("acquires", "found"),
    [
        ([], {}),
        ([elastic("device.id: 5")], {"interface": [51, 52]}),
        ([elastic("device.id: 5", limit=1)], {"interface": [51]}),
        ([elastic("device.id: {{ context.device.id }}")], {"interface": [51, 52]}),
        ([elastic("device.hostname: {{ parameters.name }}")], {"interface": [61]}),
        ([elastic("state: UP")], {"interface": [51, 61]}),
        ([elastic("nothing: at_all")], {}),
        ([elastic("hostname: sw2", "device")], {"device": [5, 6]}),
        ([elastic("*", "group")], {"group": [9]}),
        ([expansion()], {"interface": [51, 52]}),
        ([expansion("group")], {"group": [9]}),
        ([expansion("group"), expansion("device", seed=False)], {"group": [9], "device": [5, 6]}),
        ([expansion("group"), expansion(seed=False)], {"group": [9], "interface": [51, 52, 61]}),
        ([expansion(), context(filter="state == 'UP'")], {"interface": [51, 52]}),
    ],
)
def test_acquires_of_a_step_add_to_what_it_works_on(engine, acquires, found):
    engine.block("a", run_on="global")

    assert acquired(engine, step("a", acquire=acquires), parameters={"name": "sw2"}) == {
        "device": [5],
        **found,
    }


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ("state == 'UP'", [51]),
        ("{{ state == 'UP' }}", [51]),
        ("[?state == 'DOWN']", [52]),
        ("`false`", []),
        (None, [51, 52]),
    ],
)
def test_context_acquires_narrow_what_the_workflow_acquired(engine, filter_, found):
    engine.block("a", run_on="interface")
    narrow = context(filter=filter_) if filter_ else context()

    got = acquired(engine, step("a", acquire=[narrow]), acquire=[expansion()])

    assert got == {"device": [5], **({"interface": found} if found else {})}
    assert [job["entityId"] for job in engine.executed("a")] == found


def test_what_a_step_acquires_is_its_own_but_may_be_referred_to(engine):
    engine.block("a", "b", "c", run_on="global")

    got = acquired(engine, step("a", acquire=[expansion()]), step("b"), step("c", acquire=[reference("a")]))

    assert got == {"device": [5], "interface": [51, 52]}
    assert engine.executed("b")[0]["context"]["interfaces"] == []


def test_steps_inside_a_workflow_start_with_what_it_acquired(engine):
    engine.block("a", run_on="global")
    execution = engine.start(workflow(together("t", step("a"), acquire=[expansion()])), [6])
    engine.run(execution)

    assert [interface["id"] for interface in engine.executed("a")[0]["context"]["interfaces"]] == [61]


def test_what_the_block_acquires_joins_what_the_step_acquires(engine):
    engine.block("a", run_on="global")
    asked = [elastic("id: 61", assertNotEmpty=True), context(filter="state == 'UP'")]

    got = acquired(engine, step("a", acquire=[expansion()]), acquires=asked)

    assert got == {"device": [5], "interface": [51, 61, 52]}


REFUSED = [
    ([elastic("state: [")], "the elastic acquire of interfaces cannot be evaluated: 'state: [' is no query"),
    ([elastic("a~2")], "cannot be evaluated: in the query 'a~2': a~2: similarity (~) is not evaluated"),
    (
        [elastic("id: 99", assertNotEmpty=True)],
        "step a: the elastic acquire of interfaces finds none, for sw1",
    ),
    (
        [context(filter="a..b")],
        "the context acquire of interfaces cannot be evaluated: 'a..b' is no JMESPath",
    ),
    ([expansion()], "its block gave an acquire that is none"),
    ([{"type": "elastic"}], "its block gave an acquire that is none: Field required"),
    (["x"], "its block gave an acquire that is none"),
]


@pytest.mark.parametrize(("acquires", "reason"), REFUSED)
def test_acquires_of_blocks_that_cannot_be_resolved_end_the_execution(engine, acquires, reason):
    engine.block("a", run_on="global")
    execution = engine.start(workflow(step("a")), [5])

    found = engine.run(execution, acquire_a={"acquires": acquires})

    assert found["status"] == "failed_safe_ack"
    assert reason in found["reason"]


def test_acquire_jobs_get_what_is_known_before_the_steps(engine):
    engine.block("look", "a")
    parameters = {
        "literal": 1,
        "given": "{{ parameters.x }}",
        "absent": "{{ parameters.y }}",
        "context": "{{ context.device.id }}",
        "result": "{{ look.result.data.n }}",
        "mixed": "{{ parameters.x }}-{{ context.device.id }}",
        "nested": {"x": "{{ parameters.x }}", "y": "{{ parameters.y }}"},
        "list": ["{{ parameters.x }}", "{{ parameters.y }}"],
        "inner": "{{ parameters.z }}",
    }
    document = workflow(
        step("look"),
        together("t", step("a", parameters=parameters), parameters={"z": "<{{ parameters.x }}>"}),
    )

    engine.run(engine.start(document, [5], {"x": "X"}), look={"data": {"n": 1}})

    (job,) = [job for job in engine.jobs if (job["type"], job["stepLabel"]) == ("acquire", "a")]
    assert job["parameters"] == {
        "literal": 1,
        "given": "X",
        "nested": {"x": "X"},
        "list": ["X", None],
        "inner": "<X>",
    }
    assert (job["runOn"], job["entityId"], job["context"]["interfaces"]) == ("device", 5, [])
