from __future__ import annotations

from typing import Any

import pytest

from lab.workflow_documents import step, workflow
from neops_dev_engine.workflows.definitions.publishing import Wish, override, publish, restore
from neops_dev_engine.workflows.definitions.records import (
    get_definition,
    list_definitions,
    resolve_definition,
    set_deleted,
)
from neops_dev_engine.workflows.errors import (
    AcceptBumpMismatch,
    BelowFloor,
    InvalidDocument,
    InvalidParameter,
    MajorRequiresExplicit,
    NotDeleted,
    UnknownWorkflow,
    VersionAlreadyPublished,
    VersionDeleted,
)

ID = "wf.example.com/chk:1.0.0"


@pytest.fixture
def put(tx):
    """Publishes a document; the wish's options may be given."""
    tx.execute("BEGIN")

    def put(document: dict[str, Any], **options: Any) -> tuple[int, dict[str, Any]]:
        done = publish(tx, Wish(given=document, **options))
        return done.status, done.body

    return put


def ids(tx):
    return [row["id"].split(":")[1] for row in list_definitions(tx)]


PLAIN = workflow(step("a"))


def test_a_new_workflow_is_written(tx, put):
    status, body = put(PLAIN)

    assert status == 201
    assert {key: body[key] for key in ("id", "version", "status", "bump", "floor")} == {
        "id": ID,
        "version": "1.0.0",
        "status": "published",
        "bump": None,
        "floor": None,
    }
    assert ids(tx) == ["1.0.0"]


@pytest.mark.parametrize(
    "again", [PLAIN, {**PLAIN, "cron": None, "steps": [{**step("a"), "delay": None, "assert": None}]}]
)
def test_the_same_document_again_is_unchanged(put, again):
    put(PLAIN)

    status, body = put(again)
    assert (status, body["status"], body["id"]) == (200, "unchanged", ID)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_published_version_never_changes(tx, put, dry_run):
    put(PLAIN)

    with pytest.raises(VersionAlreadyPublished) as told:
        put(workflow(step("a"), step("b")), dry_run=dry_run)

    assert told.value.body()["suggestedVersion"] == "1.1.0"
    assert [finding["code"] for finding in told.value.body()["findings"]] == ["StepAdded"]


def test_a_dry_run_writes_nothing(tx, put):
    status, body = put(PLAIN, dry_run=True)

    assert (status, body["dryRun"], body["wouldStatus"], "status" in body) == (200, True, "published", False)
    assert ids(tx) == []


SCHEMA = {
    "type": "object",
    "properties": {"x": {"type": "string"}, "y": {"type": "string"}},
    "required": ["x"],
}


def changed(**fields: Any) -> dict[str, Any]:
    return workflow(step("a"), **{"parameterSchema": SCHEMA, **fields})


def schema(required=("x",), **properties: Any) -> dict[str, Any]:
    kept = {
        name: value for name, value in {**SCHEMA["properties"], **properties}.items() if value is not None
    }
    return changed(parameterSchema={**SCHEMA, "properties": kept, "required": list(required)})


@pytest.mark.parametrize(
    ("after", "code", "floor"),
    [
        (changed(), None, None),
        (changed(description="new"), "DocumentChanged", "patch"),
        (changed(steps=[step("a", parameters={"n": 1})]), "StepChanged", "patch"),
        (schema(y={"type": "string", "title": "Y"}), "DocumentChanged", "patch"),
        (changed(steps=[step("a"), step("b")]), "StepAdded", "minor"),
        (changed(steps=[step("a", "other")]), "BlockChanged", "minor"),
        (schema(z={"type": "string"}), "ParameterAdded", "minor"),
        (schema(required=["x", "z"], z={"type": "string", "default": ""}), "ParameterAdded", "minor"),
        (schema(required=["x", "z"], z={"type": "string"}), "ParameterRequired", "major"),
        (schema(required=["x", "y"]), "ParameterRequired", "major"),
        (schema(y=None), "ParameterRemoved", "major"),
        (schema(y={"type": "integer"}), "ParameterChanged", "major"),
        (changed(seedEntity="group"), "SeedEntityChanged", "major"),
    ],
)
def test_the_version_must_say_how_much_has_changed(put, after, code, floor):
    put(changed())
    versions = {"patch": (1, 0, 1), "minor": (1, 1, 0), "major": (2, 0, 0)}
    enough = False
    for bump, (major, minor, patch) in versions.items():
        enough = enough or floor in (None, bump)
        document = {**after, "majorVersion": major, "minorVersion": minor, "patchVersion": patch}
        if not enough:
            with pytest.raises(BelowFloor) as told:
                put(document)
            said = told.value.body()
            assert (said["floor"], said["suggestedVersion"]) == (floor, ".".join(map(str, versions[floor])))
            continue
        _, body = put(document, dry_run=True)
        assert (body["bump"], body["declaredBump"], body["floor"]) == (bump, bump, floor)
        codes = [finding["code"] for finding in body["findings"] if finding["level"] != "advisory"]
        assert codes == ([] if code is None else [code])


def test_counting_up_chooses_the_version(tx, put):
    put(changed())

    assert put(changed(), increment=True)[1]["status"] == "unchanged"
    assert put(changed(description="new"), increment=True)[1]["version"] == "1.0.1"
    assert (
        put(changed(description="new", steps=[step("a"), step("b")]), increment=True)[1]["version"] == "1.1.0"
    )
    assert ids(tx) == ["1.0.0", "1.0.1", "1.1.0"]
    assert resolve_definition(tx, "wf.example.com/chk:1")["id"].endswith("1.1.0")


def test_counting_up_starts_with_what_the_document_says(put):
    assert put(PLAIN, increment=True)[1]["version"] == "1.0.0"


def test_counting_up_never_breaks_callers(put):
    put(changed())

    with pytest.raises(MajorRequiresExplicit) as told:
        put(schema(y=None), increment=True)
    assert told.value.body()["suggestedVersion"] == "2.0.0"


def test_only_the_accepted_change_is_published(put):
    put(changed())
    minor = changed(steps=[step("a"), step("b")])

    with pytest.raises(AcceptBumpMismatch):
        put(minor, increment=True, accept_bump="patch")
    with pytest.raises(InvalidParameter):
        put(minor, increment=True, accept_bump="major")
    assert put(minor, increment=True, accept_bump="minor")[1]["acceptedBump"] == "minor"


def test_a_deleted_version_can_be_revived_but_not_replaced(tx, put):
    put(PLAIN)
    set_deleted(tx, ID, deleted=True)

    with pytest.raises(VersionDeleted) as told:
        put(workflow(step("b")))
    assert told.value.body()["suggestedVersion"] == "1.1.0"
    assert put(PLAIN, dry_run=True)[1]["wouldRevive"] is True
    assert ids(tx) == []
    status, body = put(PLAIN)
    assert (status, body["status"], body["revived"]) == (201, "published", True)
    assert ids(tx) == ["1.0.0"]


def test_a_deleted_version_can_be_restored(tx, put):
    put(PLAIN)
    with pytest.raises(NotDeleted):
        restore(tx, ID)
    set_deleted(tx, ID, deleted=True)
    with pytest.raises(UnknownWorkflow):
        get_definition(tx, ID)
    restore(tx, ID)

    assert get_definition(tx, ID)["deleted_at"] is None
    with pytest.raises(UnknownWorkflow):
        restore(tx, "wf.example.com/chk:9.0.0")


def test_older_clients_need_not_say_how_much_has_changed(tx, put):
    put(changed(), judged=False)
    put({**schema(y=None), "patchVersion": 1}, judged=False)
    override(tx, workflow(step("z")))

    assert ids(tx) == ["1.0.0", "1.0.1"]
    assert '"z"' in get_definition(tx, ID)["document"]
    with pytest.raises(InvalidDocument):
        override(tx, {})


def test_what_is_not_done_is_said(put):
    crontab = dict.fromkeys(("second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek", "timezone"), "*")
    cron = {
        "title": "t",
        "description": "d",
        "query": "*",
        "crontab": crontab,
        "concurrency": True,
        "enabled": True,
    }
    document = workflow(step("a", retryConfig={"maxRetries": 1}, typo=1), cron=[cron], runOn="device")

    _, body = put(document)

    assert [(finding["code"], finding["path"], finding["level"]) for finding in body["findings"]] == [
        ("CronNotScheduled", "/cron", "advisory"),
        ("NotEnforced", "/runOn", "advisory"),
        ("NotEnforced", "/steps/0/retryConfig", "advisory"),
        ("UnknownField", "/steps/0/typo", "advisory"),
        ("UnknownFunctionBlock", "/steps/0/functionBlock", "advisory"),
    ]


@pytest.mark.parametrize(
    ("reference", "version"),
    [
        ("wf.example.com/chk", "2.0.0"),
        ("wf.example.com/chk:1", "1.10.0"),
        ("wf.example.com/chk:1.2", "1.2.1"),
        ("wf.example.com/chk:1.2.0", "1.2.0"),
    ],
)
def test_a_reference_means_the_highest_version(tx, put, reference, version):
    for known in ("2.0.0", "1.2.0", "1.2.1", "1.10.0"):
        put(workflow(step("a"), version=known))

    assert resolve_definition(tx, reference)["id"] == f"wf.example.com/chk:{version}"


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("wf.example.com/chk:3", "did you mean wf.example.com/chk:1.0.0?"),
        ("wf.example.com/chq:1", "did you mean"),
        ("x", "publish it first"),
    ],
)
def test_an_unknown_workflow_is_named_with_what_is_near(tx, put, wanted, hint):
    put(PLAIN)

    with pytest.raises(UnknownWorkflow) as told:
        resolve_definition(tx, wanted)
    assert hint in told.value.hint
