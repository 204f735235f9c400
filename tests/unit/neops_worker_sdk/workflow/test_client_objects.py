"""Objects of classes that look like those of the published client; the peer tests use the client itself."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from neops_worker_sdk.function_block import FunctionBlockAcquireResult
from neops_worker_sdk.jobs.wire import acquires_to_json
from neops_worker_sdk.testing import create_workflow_context
from neops_worker_sdk.workflow import (
    DeviceTypeDto,
    EntityAcquireByElasticQuery,
    EntityReferenceDto,
    Interface,
    JobExecutionContextDto,
    PlatformTypeDto,
    WorkflowContext,
)

CLIENT = "neops_workflow_engine_client"


@pytest.fixture
def client(monkeypatch):
    spec = importlib.util.spec_from_file_location(CLIENT, Path(__file__).with_name("look_alike_client.py"))
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, CLIENT, module)
    spec.loader.exec_module(module)
    return module


def updates(context):
    found = context.compute_db_updates()
    return [] if found is None else found.model_dump(mode="json", by_alias=True)["updates"]


def test_entities_of_the_client_stay_the_objects_they_are(client):
    device, group = client.DeviceTypeDto(id=5), client.DeviceGroupTypeDto(id=3)
    context = create_workflow_context("device", 5, [device], [group], [client.InterfaceTypeDto(id=7)])
    assert context.device is context.devices[0] is device
    assert context.device_groups[0] is group
    assert updates(context) == []


def test_their_changes_become_updates(client):
    device = client.DeviceTypeDto(id=5, hostname="r1", platform=client.PlatformTypeDto(short_name="ios"))
    context = create_workflow_context("device", 5, [device, client.DeviceTypeDto(id=6)])
    device.software_release = "17.9"
    device.platform.short_name = "frr"
    context.devices.pop()
    assert updates(context) == [
        {"operation": "delete", "entity": "device", "id": 6},
        {"operation": "patch", "entity": "device", "id": 5, "path": "software_release", "value": "17.9"},
        {
            "operation": "patch",
            "entity": "device",
            "id": 5,
            "path": "platform",
            "value": {"id": None, "name": None, "short_name": "frr", "vendor": None},
        },
    ]


def test_an_appended_entity_of_the_client_is_a_create_of_what_it_is_at_the_end(client):
    context = create_workflow_context("global")
    device = client.DeviceTypeDto(id=10_000_001)
    context.devices.append(device)
    context.interfaces.append(
        client.InterfaceTypeDto(id=10_000_002, name="eth0", device=client.EntityReferenceDto(id=5))
    )
    device.hostname = "late"
    assert [(update["entity"], update["data"]) for update in updates(context)] == [
        ("device", {"id": 10_000_001, "hostname": "late"}),
        ("interface", {"id": 10_000_002, "name": "eth0", "device": {"id": 5}}),
    ]


def test_an_entity_of_another_kind_is_no_entity_of_this_one(client):
    context = create_workflow_context("global")
    context.devices.append(client.InterfaceTypeDto(id=7))
    with pytest.raises(
        TypeError, match=r"context.devices\[0\] is an object of type InterfaceTypeDto: put a Device"
    ):
        context.compute_db_updates()
    with pytest.raises(ValidationError, match="instance of DeviceTypeDto"):
        create_workflow_context("global", None, [client.InterfaceTypeDto(id=7)])


def test_an_authors_subclass_of_the_clients_class_counts(client):
    class MyDevice(client.DeviceTypeDto):
        role: str = "core"

    context = create_workflow_context("global")
    context.devices.append(MyDevice(id=10_000_001))
    assert [update["data"] for update in updates(context)] == [{"id": 10_000_001}]


def test_fields_of_our_entities_take_the_clients_parts(client):
    device = DeviceTypeDto(id=5)
    device.platform = client.PlatformTypeDto(short_name="frr")
    device.groups = [client.EntityReferenceDto(id=3)]
    assert (device.platform, device.groups) == (PlatformTypeDto(short_name="frr"), [EntityReferenceDto(id=3)])
    interface = Interface(
        name="eth0",
        device=client.EntityReferenceDto(id=5),
        skip_if_identifier_exists=False,
        identifier_fields=[],
    )
    assert interface.device == EntityReferenceDto(id=5)


def test_a_part_of_another_kind_is_refused(client):
    device = DeviceTypeDto(id=5)
    with pytest.raises(ValidationError, match="instance of PlatformTypeDto"):
        device.platform = client.EntityReferenceDto(id=3)


def test_a_context_of_the_client_serves_as_it_is(client):
    theirs = client.JobExecutionContextDto(
        devices=[client.DeviceTypeDto(id=5)], device_groups=[], interfaces=[]
    )
    context = WorkflowContext(theirs, "device", 5)
    assert context.devices is theirs.devices
    assert context.device is theirs.devices[0]
    assert JobExecutionContextDto.model_validate(theirs).devices == [DeviceTypeDto(id=5)]


def test_acquires_of_the_client_are_sent_like_ours(client):
    theirs = [
        client.EntityAcquireByElasticQuery(
            type="elastic",
            entity="device",
            query="*",
            limit=client.EntityAcquireByElasticQueryLimit(actual_instance=10),
        ),
        EntityAcquireByElasticQuery(
            entity="device",
            query="*",
            limit=client.EntityAcquireByElasticQueryLimit(actual_instance="{{ n }}"),
        ),
    ]
    result = FunctionBlockAcquireResult(message="", success=True, acquires=theirs)
    assert acquires_to_json(result.acquires) == [
        {"type": "elastic", "entity": "device", "query": "*", "limit": 10},
        {"type": "elastic", "entity": "device", "query": "*", "limit": "{{ n }}"},
    ]


def test_an_acquire_that_no_block_may_ask_for_is_named_also_if_it_is_the_clients(client):
    theirs = client.EntityAcquireByExpansion(type="expansion", entity="device", expand_from_seed_entity=True)
    result = FunctionBlockAcquireResult(message="", success=True, acquires=[theirs])
    with pytest.raises(TypeError, match="is of type 'expansion'"):
        acquires_to_json(result.acquires)


def test_a_model_of_the_same_name_from_elsewhere_is_not_the_clients(client, monkeypatch):
    monkeypatch.setattr(client.PlatformTypeDto, "__module__", "somewhere.else")
    with pytest.raises(ValidationError):
        DeviceTypeDto(id=5, platform=client.PlatformTypeDto(short_name="frr"))


def test_entities_have_the_methods_of_the_clients_models():
    device = DeviceTypeDto.from_dict({"id": 5, "softwareRelease": None, "platform": {"shortName": "frr"}})
    assert device.to_dict() == {"id": 5, "softwareRelease": None, "platform": {"shortName": "frr"}}
    assert DeviceTypeDto.from_json(device.to_json()) == device
    assert "'shortName': 'frr'" in device.to_str()
    assert DeviceTypeDto.from_dict(None) is None


def test_what_an_entity_was_created_with_by_default_is_in_its_dict():
    interface = Interface(name="eth0", skip_if_identifier_exists=False, identifier_fields=[])
    assert interface.to_dict()["id"] == interface.id
