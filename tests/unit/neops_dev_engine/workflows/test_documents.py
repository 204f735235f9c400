from __future__ import annotations

import pytest

from lab.workflow_documents import step, together, when, workflow
from neops_dev_engine.workflows.document import plan_of, read_document
from neops_dev_engine.workflows.errors import InvalidDocument

ACQUIRE = {"type": "expansion", "entity": "interface", "expandFromSeedEntity": True}


@pytest.mark.parametrize(
    "document",
    [
        workflow(step("a")),
        workflow(step("a"), **{"$schema": "x", "cron": None, "config": {"executionStrategy": None}}),
        workflow(step("a", retryConfig=None, delay=None, repeatConfig=None, **{"assert": None})),
        workflow(step("a", condition=None, parameters=None, rawParameters=None, acquire=None, runOn=None)),
        workflow(step("a", condition="parameters.x", **{"assert": [True, "{{ context.device }}"]})),
        workflow(step("chk")),
        workflow(step("a"), step("b", parameters={"x": "{{ a.result.data.b.c || steps.a.result.success }}"})),
        workflow(step("a", parameters={"x": "{{ sort_by(context.interfaces, &name)[*].device }}"})),
        workflow(step("a", rawParameters={"x": "{{ not. jmes"})),
        workflow(step("a"), step("b", acquire=[{"type": "reference", "entity": "device", "label": "a"}])),
        workflow(
            step(
                "a",
                acquire=[
                    {"type": "elastic", "entity": "device", "query": "id: {{ parameters.n }}", "limit": "5"}
                ],
            )
        ),
        workflow(step("a", retryConfig={"maxRetries": 3}, repeatConfig={"repeats": 2}, continueOnError=True)),
        workflow(together("t", together("u", step("a")), step("b", condition=when("a.result.success")))),
    ],
)
def test_documents_that_can_be_published(document):
    read_document(document)


TOO_LONG = "String should have at most 1000 characters"
LABEL = "is no label: letters, digits and _, not a digit first, and none of parameters, context, steps"


@pytest.mark.parametrize(
    ("document", "faults"),
    [
        ({}, {"label": "Field required", "steps": "Field required", "seedEntity": "Field required"}),
        ([], {"": "Input should be a valid dictionary or instance of RootWorkflow"}),
        (workflow(), {"steps": "List should have at least 1 item after validation, not 0"}),
        (workflow(step("a"), name="a/b"), {"name": "String should match pattern"}),
        (workflow(step("a"), description="x" * 1001), {"description": TOO_LONG}),
        (workflow(step("a"), seed="router"), {"seedEntity": "Input should be 'global', 'device'"}),
        (
            workflow(step("1a", "a"), step("steps", "a")),
            {"steps.0.label": f"'1a' {LABEL}", "steps.1.label": f"'steps' {LABEL}"},
        ),
        (
            workflow({"type": "functionBlock", "label": "a", "functionBlock": "a:1"}),
            {"steps.0.functionBlock": "'a:1' is no reference such as package/name:1 or package/name:1.2.3"},
        ),
        (workflow({"type": "functionBlock", "label": "a"}), {"steps.0.functionBlock": "Field required"}),
        (
            workflow({"type": "script", "label": "a"}),
            {"steps.0": "Input tag 'script' found using 'type' does not match"},
        ),
        (
            workflow({"type": "workflowReference", "label": "a", "workflow": "p/n:1", "strategy": "embed"}),
            {"steps.0": "steps of type workflowReference cannot be run"},
        ),
        (
            workflow(step("a"), together("t", step("a"))),
            {"steps.1.steps.0.label": "the label a is at steps.0.label already"},
        ),
        (workflow(step("a", delay=601)), {"steps.0.delay": "Input should be less than or equal to 600"}),
        (
            workflow(step("a", condition=when("a ="))),
            {"steps.0.condition.jmes": "'a =' is no JMESPath expression"},
        ),
        (
            workflow(step("a", condition=when("x {{ a }}"))),
            {"steps.0.condition.jmes": "is not one expression"},
        ),
        (
            workflow(step("a", **{"assert": [when("b.result")]})),
            {"steps.0.assert.0.jmes": "'b.result': there is no b; known here: parameters, context"},
        ),
        (
            workflow(step("a", parameters={"x": [{"y": "{{ parameters.y"}]})),
            {"steps.0.parameters.x.0.y": "the braces in '{{ parameters.y' are not closed"},
        ),
        (
            workflow(step("a", parameters={"x": "{{ b.result }}", "y": "{{ a.result }}"}), step("b")),
            {
                "steps.0.parameters.x": "'b.result': b is no earlier step that runs a function block",
                "steps.0.parameters.y": "'a.result': a is this step itself",
            },
        ),
        (
            workflow(together("t", step("a")), step("b", parameters={"x": "{{ t.result }}"})),
            {"steps.1.parameters.x": "t is no earlier step that runs a function block"},
        ),
        (
            workflow(step("a"), condition=when("a.result.success")),
            {"condition.jmes": "a is not known before the steps run"},
        ),
        (
            workflow(step("a", acquire=[{"type": "reference", "entity": "device", "label": "b"}]), step("b")),
            {"steps.0.acquire.0.label": "there is no earlier step with the label b"},
        ),
        (
            workflow(
                step("a"),
                step(
                    "b", acquire=[{"type": "elastic", "entity": "device", "query": "id: {{ a.result.data }}"}]
                ),
            ),
            {"steps.1.acquire.0.query": "a is not known before the steps run"},
        ),
        (
            workflow(step("a", acquire=[{"type": "elastic", "entity": "device", "query": "id:["}])),
            {"steps.0.acquire.0.query": "'id:[' is no query"},
        ),
        (
            workflow(
                step(
                    "a",
                    acquire=[
                        {"type": "context", "entity": "device", "filter": "a b"},
                        {**ACQUIRE, "entity": "global"},
                    ],
                )
            ),
            {"steps.0.acquire.1.entity": "Input should be 'device', 'interface' or 'group'"},
        ),
        (
            workflow(step("a", acquire=[{"type": "context", "entity": "device", "filter": "a b"}])),
            {"steps.0.acquire.0.filter": "'a b' is no JMESPath expression"},
        ),
        (
            workflow(step("a"), parameterSchema={"type": "wrong"}),
            {"parameterSchema.type": "is no JSON Schema"},
        ),
        (
            workflow(step("a"), parameterSchema={"properties": {"x": {"minimum": "1"}}}),
            {"parameterSchema.properties.x.minimum": "is no JSON Schema: '1' is not of type 'number'"},
        ),
        (workflow(step("a"), cron=[{"title": "t"}]), {"cron.0.crontab": "Field required"}),
    ],
)
def test_all_faults_are_told_with_their_paths(document, faults):
    with pytest.raises(InvalidDocument) as told:
        read_document(document)
    found = {fault["path"]: fault["message"] for fault in told.value.more["faults"]}
    assert faults.keys() <= found.keys()
    assert all(faults[path] in found[path] for path in faults), found


def test_steps_run_depth_first():
    document = read_document(
        workflow(step("a"), together("t", step("b"), together("u", step("c"))), step("d"))
    )

    plan = plan_of(document)

    assert [(station.step.label, station.inside) for station in plan] == [
        ("chk", ()),
        ("a", (0,)),
        ("t", (0,)),
        ("b", (0, 2)),
        ("u", (0, 2)),
        ("c", (0, 2, 4)),
        ("d", (0,)),
    ]
