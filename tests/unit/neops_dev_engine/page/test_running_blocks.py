"""The form that runs a block, from the page to the job."""

from __future__ import annotations

import json

import pytest

from lab.engine_api import job, poll, register_block, register_worker
from lab.web_pages import Page

BLOCK = "/ui/blocks/fb.t.io/b/1.0.0"
DEVICES = [
    {"id": 5, "hostname": "sw1", "ip": "192.0.2.1", "password": "geheim"},
    {"id": 6, "hostname": "sw2", "ip": "192.0.2.2"},
]


def jobs_of(api, answer):
    assert answer.status_code == 303, answer.text
    submission = answer.headers["location"].rpartition("/")[2]
    return api.get(f"/dev/submissions/{submission}").json()["jobs"]


def accepts(**properties):
    required = [name for name, schema in properties.items() if "default" not in schema]
    return {"parameterJsonSchema": {"type": "object", "properties": properties, "required": required}}


def test_a_form_as_it_comes_runs_the_block_with_its_defaults(browser, api):
    register_block(
        api,
        **accepts(who={"type": "string", "default": "network"}, loud={"type": "boolean", "default": True}),
    )
    page = browser.get(BLOCK)
    filled = {
        field["name"]: field["value"] or "on"
        for field in page.all("input")
        if field["name"] and field["value"] != "" and ("checked" in field or field["type"] != "checkbox")
    }
    (found,) = jobs_of(api, browser.post(BLOCK, filled))
    assert found["parameters"] == {"who": "network", "loud": True}


def test_typed_parameters_reach_the_worker(browser, api):
    worker = register_worker(api)
    block = register_block(
        api,
        worker,
        **accepts(
            vlan={"type": "integer", "minimum": 2},
            ports={"type": "array", "items": {"type": "string"}},
            secret={"type": "string", "format": "password"},
            more={"type": "object", "default": {}},
        ),
    )
    typed = {
        "p/vlan": "100",
        "p/ports": "eth0\r\neth1",
        "p/secret": "geheim",
        "p/more": "a: [1]",
        "deadline": "30",
    }
    assert browser.post(BLOCK, typed).status_code == 303
    (claimed,) = poll(api, worker, block)
    assert claimed["parameters"] == {
        "vlan": 100,
        "ports": ["eth0", "eth1"],
        "secret": "geheim",
        "more": {"a": [1]},
    }
    assert claimed["deadlineSeconds"] == 30


def test_a_block_on_devices_becomes_a_job_for_each_ticked_one(browser, api):
    worker = register_worker(api)
    block = register_block(api, worker, runOn="device")
    api.put("/dev/entities", json={"devices": DEVICES})
    page = browser.get(BLOCK)
    assert [box["value"] for box in page.all("input", name="device")] == ["5", "6"]
    found = jobs_of(api, browser.post(BLOCK, {"device": ["5", "6"]}))
    assert [each["entity"] for each in found] == ["sw1", "sw2"]
    (claimed,) = poll(api, worker, block)
    assert claimed["context"]["devices"][0]["password"] == "geheim"


def test_pasted_devices_need_no_inventory(browser, api):
    register_block(api, runOn="device")
    pasted = json.dumps([{"hostname": "n1", "ip": "192.0.2.7"}, {"hostname": "n2", "ip": "192.0.2.8"}])
    found = jobs_of(api, browser.post(BLOCK, {"pasted": pasted}))
    assert [(each["entityId"], each["entity"]) for each in found] == [(1, "n1"), (2, "n2")]


def test_devices_that_are_chosen_for_a_block_on_a_group_are_a_group(browser, api):
    register_block(api, runOn="group")
    api.put("/dev/entities", json={"devices": DEVICES})
    (found,) = jobs_of(api, browser.post(BLOCK, {"device": ["5", "6"]}))
    assert found["entity"] == "selection"


@pytest.mark.parametrize(
    ("run_on", "typed", "beside", "fault"),
    [
        ("global", {"p/n": ""}, "p/n", "is required"),
        ("global", {"p/n": "many"}, "p/n", "this is no number"),
        ("global", {"p/n": "0"}, "p/n", "0 is less than the minimum of 1"),
        ("global", {"p/n": "1", "p/o": "a: x"}, "p/o", "a: 'x' is not of type 'integer'"),
        (
            "global",
            {"p/n": "1", "deadline": "soon"},
            "deadline",
            "a number of seconds is wanted, more than 0",
        ),
        ("device", {"p/n": "1"}, "pasted", "the block runs on device, and there is none"),
        ("device", {"p/n": "1", "pasted": "sw9"}, "pasted", "the engine knows no device sw9"),
        (
            "device",
            {"p/n": "1", "pasted": '[{"id": 0, "hostname": "a"}]'},
            "pasted",
            "devices[0].id: must be greater than or equal to 1",
        ),
    ],
)
@pytest.mark.parametrize("part", [{}, {"neops-part": "form"}])
def test_faults_come_back_beside_their_fields(browser, api, run_on, typed, beside, fault, part):
    numbers = {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "default": {},
        "additionalProperties": True,
    }
    register_block(api, runOn=run_on, **accepts(n={"type": "integer", "minimum": 1}, o=numbers))
    answer = browser.post(BLOCK, typed, **part)
    assert answer.status_code == 422
    page = Page(answer)
    wrong = page.one("div", class_="wrong")
    assert fault in wrong.text
    names = [each["name"] for each in page.elements if each["name"] and each.parent is wrong]
    assert beside in names
    assert bool(page.all("html")) is not bool(part)
    assert api.get("/blackboard/jobs").json() == []
    for name, value in typed.items():
        (field,) = [each for each in page.elements if each["name"] == name]
        assert (field["value"] if field.tag == "input" else field.text) == value


def test_faults_of_no_field_are_told_above(browser, api):
    schema = {"type": "object", "properties": {"a": {"default": 1}}, "minProperties": 2}
    register_block(api, parameterJsonSchema=schema)
    answer = browser.post(BLOCK, {"p/a": "1"})
    assert answer.status_code == 422
    assert "does not have enough properties" in Page(answer).one("div", class_="problems").text


def test_other_kinds_of_jobs_may_be_asked_for(browser, api):
    register_block(api, reversible=True)
    (found,) = jobs_of(api, browser.post(BLOCK, {"type": "rollback"}))
    assert job(api, found["jobId"])["type"] == "rollback"
