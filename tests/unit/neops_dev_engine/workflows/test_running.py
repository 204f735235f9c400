from __future__ import annotations

import pytest

from lab.workflow_documents import accepts, step, together, when, workflow

TEXT = {"type": "string"}


def test_steps_run_for_all_seeds_before_the_next_step(engine):
    engine.block("a", "b")

    execution = engine.start(workflow(step("a"), step("b")), [5, 6])
    found = engine.run(execution)

    assert engine.ran[4:] == ["execute a 5", "execute a 6", "execute b 5", "execute b 6"]
    assert found["status"] == "completed_ack"


def test_a_global_workflow_runs_once(engine):
    engine.block("a", run_on="global")

    found = engine.run(engine.start(workflow(step("a"), seed="global")))

    assert engine.ran == ["acquire a", "execute a"]
    assert found["seeds"] == [{"entityId": None, "entity": None}]


def test_the_step_says_on_what_a_block_runs(engine):
    engine.block("a", run_on="global")
    document = workflow(step("a", runOn="interface", acquire=[expansion()]))

    engine.run(engine.start(document, [5]))

    assert engine.ran[1:] == ["execute a 51", "execute a 52"]


def expansion(entity="interface"):
    return {"type": "expansion", "entity": entity, "expandFromSeedEntity": True}


RESULT = {"data": {"n": 7, "items": ["a"], "nothing": None}}


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("plain", "plain"),
        ("{{ parameters.site }}", "zrh"),
        ("{{ parameters.site }}-{{ look.result.data.n }}", "zrh-7"),
        ("{{ look.result.data.n }}", 7),
        ("{{ look.result.data.items }}", ["a"]),
        ("x{{ look.result.data.items }}", 'x["a"]'),
        ("{{ look.result.data.nothing }}", None),
        ("{{ look.result.success }}", True),
        ("{{ steps.look.result.data.n }}", 7),
        ("{{ look.results[0].entityId }}", 5),
        ("{{ context.device.hostname }}", "sw1"),
        ("{{ context.interfaces[?state=='UP'].name }}", ["eth0"]),
        ("{{ length(context.devices) }}", 1),
        ("{{ context.device_group }}", None),
        ({"deep": [{"x": "{{ parameters.site }}"}, 1]}, {"deep": [{"x": "zrh"}, 1]}),
        ("{{ {a: parameters.site, b: `1`} }}", {"a": "zrh", "b": 1}),
        ("{{ join('}}', ['a', 'b']) }}", "a}}b"),
    ],
)
def test_parameters_are_filled_in(engine, written, given):
    engine.block("look", "use")
    document = workflow(step("look"), step("use", parameters={"value": written}), acquire=[expansion()])

    engine.run(engine.start(document, [5], {"site": "zrh"}), look=RESULT)

    assert engine.executed("use")[0]["parameters"] == {"value": given}


def test_raw_parameters_are_given_as_they_are(engine):
    engine.block("a")
    document = workflow(step("a", parameters={"x": "{{ parameters.site }}"}, rawParameters={"y": "{{ a }}"}))

    engine.run(engine.start(document, [5], {"site": "zrh"}))

    assert engine.executed("a")[0]["parameters"] == {"x": "zrh", "y": "{{ a }}"}


def test_defaults_of_the_block_are_filled_in_before_interpolation(engine):
    engine.block("a", schema=accepts(x={"default": "{{ context.device.ip }}"}, y={"default": None}))

    engine.run(engine.start(workflow(step("a")), [5]))

    assert engine.executed("a")[0]["parameters"] == {"x": "192.0.2.1", "y": None}


def test_results_are_those_of_the_same_entity(engine):
    engine.block("look", "use", run_on="interface")
    engine.block("sum", run_on="device")
    document = workflow(
        step("look"),
        step("use", parameters={"n": "{{ look.result.data.id }}"}),
        step("sum", parameters={"all": "{{ look.results[*].data.id }}", "ok": "{{ look.result.success }}"}),
        acquire=[expansion()],
    )

    engine.run(engine.start(document, [5, 6]), look=lambda job: {"data": {"id": job["entityId"]}})

    assert {job["entityId"]: job["parameters"]["n"] for job in engine.executed("use")} == {
        51: 51,
        52: 52,
        61: 61,
    }
    assert [job["parameters"] for job in engine.executed("sum")] == [
        {"all": [51, 52], "ok": True},
        {"all": [61], "ok": True},
    ]


@pytest.mark.parametrize(
    ("fields", "schema", "reason"),
    [
        (
            {"parameters": {"x": "a {{ context.device_group.name }}"}},
            None,
            "step a failed: parameters for sw1: 'context.device_group.name' finds nothing (null), and it stands inside a text (sw1)",
        ),
        (
            {"parameters": {"x": "{{ abs(parameters.site) }}"}},
            None,
            "step a failed: parameters for sw1: 'abs(parameters.site)': abs() takes number, not string (sw1)",
        ),
        (
            {"parameters": {"x": ["{{ [to_number('nan')] }}"]}},
            None,
            "step a failed: parameters for sw1: \"[to_number('nan')]\" is no number (sw1)",
        ),
        ({}, accepts(x=TEXT), "step a failed: parameters for sw1: x: is required (sw1)"),
        (
            {"parameters": {"x": "{{ context.device.id }}"}},
            accepts(x=TEXT),
            "step a failed: parameters for sw1: x: 5 is not of type 'string' (sw1)",
        ),
        ({"assert": [when("context.device.vendor == 'Z'")]}, None, None),
        (
            {"assert": [{**when("context.device.model"), "description": "needs a model"}]},
            None,
            "step a failed: needs a model (sw1)",
        ),
    ],
)
def test_a_step_that_cannot_be_started_fails_without_a_job(engine, fields, schema, reason):
    engine.block("a", schema=schema)

    found = engine.run(engine.start(workflow(step("a", **fields)), [5], {"site": "zrh"}))

    assert found["status"] == "failed_safe_ack"
    assert found["reason"] == (
        reason or "step a failed: \"context.device.vendor == 'Z'\" does not hold (sw1)"
    )
    assert engine.executed("a") == []


def test_a_step_that_cannot_be_started_for_one_seed_is_started_for_none(engine):
    engine.block("a")
    document = workflow(step("a", **{"assert": [when("context.device.vendor == 'X'")]}))

    execution = engine.start(document, [5, 6])
    engine.run(execution)

    assert engine.executed("a") == []
    assert engine.steps(execution) == {"a": ["skipped", "failed"]}


@pytest.mark.parametrize("written", ["context.device.vendor == 'X'", "{{ context.device.vendor == 'X' }}"])
def test_a_condition_decides_for_each_seed(engine, written):
    engine.block("a", "b")

    execution = engine.start(workflow(step("a", condition=when(written)), step("b")), [5, 6])
    engine.run(execution)

    assert engine.steps(execution) == {"a": ["succeeded", "skipped"], "b": ["succeeded", "succeeded"]}
    assert [job["entityId"] for job in engine.executed("a")] == [5]


@pytest.mark.parametrize("nothing", ["`false`", "`null`", "`0`", "''", "`[]`", "`{}`", "context.nothing"])
def test_conditions_that_do_not_hold(engine, nothing):
    engine.block("a")

    execution = engine.start(workflow(step("a", condition=when(nothing))), [5])
    engine.run(execution)

    assert engine.steps(execution) == {"a": ["skipped"]}


def test_steps_inside_a_workflow_share_its_condition_parameters_and_entities(engine):
    engine.block("a", "b")
    document = workflow(
        together(
            "inner",
            step("a", runOn="interface", parameters={"x": "{{ parameters.x }}", "y": "{{ parameters.y }}"}),
            condition=when("context.device.vendor == 'X'"),
            parameters={"x": "{{ parameters.y }}!"},
            acquire=[expansion()],
        ),
        step("b"),
    )

    execution = engine.start(document, [5, 6], {"x": "x", "y": "y"})
    engine.run(execution)

    assert [(job["entityId"], job["parameters"]) for job in engine.executed("a")] == [
        (51, {"x": "y!", "y": "y"}),
        (52, {"x": "y!", "y": "y"}),
    ]
    assert engine.steps(execution) == {
        "inner": ["succeeded", "skipped"],
        "a": ["succeeded", "skipped"],
        "b": ["succeeded"] * 2,
    }
    assert engine.executed("b")[0]["context"]["interfaces"] == []


def test_a_step_waits_as_long_as_it_says(engine):
    engine.block("a", "b")
    execution = engine.start(workflow(step("a"), step("b", delay=2.5)), [5])
    engine.run(execution)
    assert engine.executed("b") == []

    engine.tx.now += 2499
    engine.advance(execution)
    assert engine.take() == []
    engine.tx.now += 1
    engine.advance(execution)

    assert engine.run(execution)["status"] == "completed_ack"
    assert len(engine.executed("b")) == 1


def test_a_step_that_is_skipped_does_not_wait(engine):
    engine.block("a")
    document = workflow(together("inner", step("a", delay=600), condition=when("`false`")))

    assert engine.run(engine.start(document, [5]))["status"] == "completed_ack"


def test_a_workflow_waits_for_its_condition(engine):
    engine.block("a")
    execution = engine.start(workflow(step("a"), condition=when("context.device.model")), [5])
    found = engine.details(execution)
    assert (found["status"], found["retryNote"]) == (
        "blocked_waiting",
        "the condition 'context.device.model' does not hold for sw1",
    )

    engine.inventory(devices=[{"id": 5, "model": "m"}])
    engine.tx.now += 5000
    engine.advance(execution)

    assert engine.run(execution)["status"] == "completed_ack"


def test_advancing_without_a_reason_changes_nothing(engine):
    engine.block("a")
    execution = engine.start(workflow(step("a", delay=1)), [5])
    for _ in range(3):
        engine.advance(execution)
    assert len(engine.take()) == 1
    engine.advance(execution)

    assert engine.take() == []
    assert [transition["status"] for transition in engine.details(execution)["transitions"]][
        -1
    ] == "resource_discovery"


def test_a_block_without_entities_to_run_on_is_skipped(engine):
    engine.block("a", run_on="interface")

    execution = engine.start(workflow(step("a")), [5])
    found = engine.run(execution)

    assert found["status"] == "completed_ack"
    assert found["steps"][1]["runs"][0]["note"] == "there is nothing for it to run on"


def test_a_block_that_is_not_registered_ends_the_execution(engine):
    found = engine.details(engine.start(workflow(step("a")), [5]))

    assert found["status"] == "failed_safe_ack"
    assert found["reason"] == "step a: there is no function block fb.example.com/a:1"


def test_the_version_of_a_block_is_chosen_once(engine):
    engine.block("a", "b")
    execution = engine.start(workflow(step("a"), step("b")), [5])
    engine.block("b", patchVersion=1)
    engine.run(execution)

    assert engine.executed("b")[0]["functionBlockId"] == "fb.example.com/b:1.0.0"


def test_a_seed_that_is_gone_ends_the_execution(engine):
    from neops_dev_engine.records.entities import delete_entity

    engine.block("a")
    execution = engine.start(workflow(step("a")), [5])
    delete_entity(engine.tx, "device", 5)

    assert (
        engine.run(execution)["reason"]
        == "the workflow failed: the device is no longer in the inventory (sw1)"
    )


def test_secrets_are_shown_nowhere_and_erased_in_the_end(engine):
    secret = {"type": "string", "writeOnly": True}
    engine.block("a", schema={"type": "object"})
    engine.block("b", schema=accepts(key=secret))
    document = workflow(
        step("a", parameters={"login": "admin:{{ parameters.key }}", "own": "{{ context.device.password }}"}),
        step("b", parameters={"key": "fest"}),
        parameterSchema=accepts(key=secret),
    )
    execution = engine.start(document, [5], {"key": "hunter2"})
    engine.run(execution, b={"success": False})

    assert engine.executed("a")[0]["parameters"] == {"login": "admin:hunter2", "own": "geheim"}
    found = engine.details(execution)
    jobs = [
        job for of in found["steps"] for run in of["runs"] for job in run["jobs"] if job["type"] == "execute"
    ]
    assert [job["parameters"] for job in jobs] == [{"login": "admin:***", "own": "***"}, {"key": "***"}]
    assert found["parameters"] == {"key": "***"}
    kept = [
        str([*row])
        for table in ("jobs", "contexts", "executions")
        for row in engine.tx.execute(f"SELECT * FROM {table}")
    ]
    assert not any(word in text for word in ("hunter2", "geheim") for text in kept)


def test_a_secret_that_does_not_fit_is_not_told(engine):
    engine.block("a", schema=accepts(x={"type": "object", "properties": {"y": {"type": "integer"}}}))
    parameters = {"x": {"y": "{{ parameters.key }}"}}
    schema = accepts(key={"type": "string", "format": "password"})
    document = workflow(step("a", parameters=parameters), parameterSchema=schema)

    found = engine.run(engine.start(document, [5], {"key": "hunter2"}))

    assert found["reason"] == "step a failed: parameters for sw1: x.y: does not fit the block (sw1)"


def test_a_workflow_fails_with_a_step_inside_it_for_the_seed_of_that_step(engine):
    engine.block("a", "b", isPure=True)
    document = workflow(step("a"), together("inner", step("b")))

    execution = engine.start(document, [5, 6])
    engine.run(execution, b=lambda job: {"success": job["entityId"] != 6})

    assert engine.steps(execution) == {
        "a": ["succeeded", "succeeded"],
        "inner": ["succeeded", "failed"],
        "b": ["succeeded", "failed"],
    }
