"""Workflows over the blocks in `peer_blocks`, and following their executions with the published client."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lab.published_client import PublishedClient

SOON = 40
INVENTORY = {
    "devices": [
        {"id": 5, "hostname": "r1", "ip": "192.0.2.1", "facts": {"site": "zrh"}},
        {"id": 6, "hostname": "r2", "ip": "192.0.2.2"},
    ],
    "interfaces": [
        {"id": 7, "name": "eth0", "state": "UP", "device": {"id": 5}},
        {"id": 8, "name": "old0", "state": "DOWN", "device": {"id": 5}},
    ],
    "deviceGroups": [],
}


def step(label: str, block: str, **fields: Any) -> dict[str, Any]:
    return {"type": "functionBlock", "label": label, "functionBlock": f"fb.peer.io/{block}", **fields}


def workflow(name: str, *steps: dict[str, Any], seed: str = "device", **fields: Any) -> dict[str, Any]:
    version = {"majorVersion": 1, "minorVersion": 0, "patchVersion": 0}
    root = {"label": name, "name": name, "package": "wf.peer.io", "type": "workflow", "seedEntity": seed}
    return {**root, **version, "steps": list(steps), **fields}


def survey() -> dict[str, Any]:
    """Looks at a device, then tells of it: acquires interfaces, changes the inventory."""
    return workflow(
        "survey",
        step("look", "survey:1", parameters={"release": "{{ parameters.release }}"}),
        step("tell", "echo:1.2", parameters={"text": "{{ look.result.data.hostname }}"}, runOn="global"),
        parameterSchema={
            "type": "object",
            "properties": {"release": {"type": "string"}},
            "required": ["release"],
        },
    )


def refused() -> dict[str, Any]:
    """Changes a device, which can be undone; then fails."""
    return workflow(
        "refused",
        step("change", "configure:1", parameters={}),
        step("again", "configure:1", parameters={"refuse": True}),
    )


def publish(client: PublishedClient, document: dict[str, Any]) -> str:
    """Publish a new workflow; its id."""
    said = client.call(
        "WorkflowsApi.publish_workflow", publish_workflow_definition_dto={"workflow": document}
    )
    assert (said.status, said.type) == (201, "PublishResultDto"), said
    published: str = said.value["id"]
    return published


def execute(
    client: PublishedClient, reference: str, on: dict[str, Any], parameters: dict[str, Any] | None = None
) -> str:
    """Start a workflow on entities; the id of the execution."""
    wanted = {"workflow": reference, "executeOnParameters": on, "parameters": parameters or {}}
    said = client.call("WorkflowsApi.workflow_execution_controller_execute", execute_workflow_dto=wanted)
    assert (said.status, said.type) == (201, "WorkflowEntryDto"), said
    uuid: str = said.value["uuid"]
    return uuid


def followed(client: PublishedClient, uuid: str) -> dict[str, Any]:
    """An execution when it is over: in one of the states whose names end in `_ack`."""
    until = time.monotonic() + SOON
    while True:
        said = client.call("WorkflowsApi.workflow_execution_controller_find_one", id=uuid)
        assert (said.status, said.type) == (200, "WorkflowEntryDto"), said
        if said.value["status"].endswith("_ack"):
            ended: dict[str, Any] = said.value
            return ended
        assert time.monotonic() < until, said
        time.sleep(0.1)
