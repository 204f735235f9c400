from __future__ import annotations

import pytest

from neops_worker_sdk.workflow import (
    DeviceGroupTypeDto,
    DeviceTypeDto,
    InterfaceTypeDto,
    JobExecutionContextDto,
    WorkflowContext,
)

ATTRIBUTE = {"device": "device", "group": "device_group", "interface": "interface"}


@pytest.fixture
def entities():
    return JobExecutionContextDto(
        devices=[DeviceTypeDto(id=1), DeviceTypeDto(id=2)],
        device_groups=[DeviceGroupTypeDto(id=2)],
        interfaces=[InterfaceTypeDto(id=2)],
    )


@pytest.mark.parametrize("run_on", ATTRIBUTE)
def test_the_chosen_entity_is_the_element_of_its_list_and_the_only_one_chosen(entities, run_on):
    context = WorkflowContext(entities, run_on, 2.0)
    chosen = {name: getattr(context, name) for name in ATTRIBUTE.values()}
    listed = {
        "device": entities.devices[1],
        "device_group": entities.device_groups[0],
        "interface": entities.interfaces[0],
    }
    name = ATTRIBUTE[run_on]
    assert chosen.pop(name) is listed[name]
    assert set(chosen.values()) == {None}
    assert context.devices is entities.devices


@pytest.mark.parametrize("run_on", ["global", "client"])
def test_global_and_client_choose_nothing(entities, run_on):
    context = WorkflowContext(entities, run_on)
    assert (context.device, context.device_group, context.interface) == (None, None, None)


def test_a_missing_entity_is_named_with_the_ids_that_are_there(entities):
    with pytest.raises(
        ValueError, match=r"no device with id 42 .* run_on is 'device'; the ids of its devices: 1, 2"
    ):
        WorkflowContext(entities, "device", 42)


def test_many_ids_are_shortened(entities):
    entities.devices = [DeviceTypeDto(id=n) for n in range(1, 31)]
    with pytest.raises(ValueError, match=r"19, 20 and 10 more$"):
        WorkflowContext(entities, "device", 42)


def test_an_entity_id_is_needed(entities):
    with pytest.raises(ValueError, match="runs on a group needs an entity_id"):
        WorkflowContext(entities, "group")


def test_camel_case_from_the_wire_is_accepted_and_unknown_keys_are_dropped():
    context = JobExecutionContextDto.model_validate(
        {"devices": [{"id": 5, "softwareRelease": "1", "new": 1}], "deviceGroups": [], "interfaces": []}
    )
    assert context.devices[0].software_release == "1"


@pytest.mark.parametrize(("name", "value"), [("nonsense", 1), ("connection_state", "FINE"), ("hostname", 5)])
def test_assigning_what_an_entity_cannot_hold_raises(name, value):
    with pytest.raises(ValueError, match=name):
        setattr(DeviceTypeDto(id=1), name, value)


def test_a_device_does_not_show_its_password():
    assert "s3cret" not in repr(
        DeviceTypeDto(id=1, password="s3cret", connection_options='{"enable_password": "s3cret"}')
    )
