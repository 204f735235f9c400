from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import ValidationError

from neops_worker_sdk.workflow import Device, Interface, generate_temporary_id


@pytest.mark.parametrize(
    ("skip", "fields", "accepted"),
    [
        (True, ["hostname"], True),
        (False, [], True),
        (True, [], False),
        (False, ["ip"], False),
        (True, ["serial"], False),
    ],
)
def test_identifier_fields_go_with_skipping(skip, fields, accepted):
    def make():
        return Device(skip_if_identifier_exists=skip, identifier_fields=fields)

    if accepted:
        assert list(make().identifier_fields) == fields
    else:
        with pytest.raises(ValidationError):
            make()


def test_temporary_ids_are_in_their_range_and_never_the_same():
    ids = [generate_temporary_id() for _ in range(10_000)]
    assert len(set(ids)) == len(ids)
    assert min(ids) >= 10_000_000
    assert max(ids) < 2**31


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("UP", "UP"),
        ("up", "UP"),
        ("DOWN", "DOWN"),
        ("disabled", "DOWN"),
        ("ERROR_DISABLED", "ERROR_DISABLED"),
        (None, "DOWN"),
    ],
)
def test_the_state_of_an_interface_follows_from_its_status(status, state):
    assert Interface.state_from_status(status) == state


def test_an_unknown_status_is_refused():
    with pytest.raises(ValueError, match="unknown interface status 'flapping'"):
        Interface.state_from_status("flapping")


def test_models_that_a_subclass_may_stand_for_are_built_at_once():
    code = """
from neops_worker_sdk.workflow.entities import DeviceReference, Platform
from neops_worker_sdk.workflow.parts import EntityReferenceDto, PlatformTypeDto
models = DeviceReference, Platform, EntityReferenceDto, PlatformTypeDto
assert all(model.__pydantic_complete__ for model in models), models
"""
    subprocess.run([sys.executable, "-c", code], check=True)
