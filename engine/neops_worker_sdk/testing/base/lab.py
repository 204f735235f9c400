"""The decorator that gives a block a test on the devices of a remote lab."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from neops_worker_sdk.testing.base.adding import add_test
from neops_worker_sdk.testing.base.case import FunctionBlockTestCase
from neops_worker_sdk.testing.devices.remote_lab_device import RemoteLabDevice
from neops_worker_sdk.testing.factories.context_factory import create_workflow_context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from neops_worker_sdk.function_block import (
        FunctionBlock,
        FunctionBlockParams,
        FunctionBlockResult,
        FunctionBlockResultData,
    )
    from neops_worker_sdk.testing.devices.remote_lab_device import DeviceInfo
    from neops_worker_sdk.workflow import DeviceGroupTypeDto, DeviceTypeDto, WorkflowContext

BlockT = TypeVar("BlockT", bound="type[FunctionBlock[Any, Any]]")


def fb_test_case_with_lab(
    test_description: str,
    params: FunctionBlockParams,
    run_on: str = "device",
    base_devices: Iterable[DeviceTypeDto] | None = None,
    base_device_groups: Iterable[DeviceGroupTypeDto] | None = None,
    *,
    remote_lab_fixture: str | None = None,
    succeeds: bool = True,
    expected_result_data: FunctionBlockResultData | None = None,
    assertions: Iterable[Callable[[FunctionBlockResult[Any]], bool]] | None = None,
) -> Callable[[BlockT], BlockT]:
    """Add a test of the block below on the devices that a fixture of neops_remote_lab gives.

    Without neops_remote_lab the test is there and is skipped with that reason. The block runs on the lab's
    first device, else the first of `base_devices`; with `run_on` ``group`` on the first group.

    Args:
        test_description: names the test.
        params: for the block.
        run_on: ``device``, ``group`` or ``global``.
        base_devices: more devices for the context.
        base_device_groups: groups for the context.
        remote_lab_fixture: name of the fixture.
        succeeds: what the result must say.
        expected_result_data: what the result's data must equal, if given.
        assertions: functions of the result that must give True.

    Raises:
        ValueError: neither data nor assertions are given.
    """
    checks = list(assertions or ())
    if expected_result_data is None and not checks:
        raise ValueError(
            "a test on a lab needs expected_result_data or assertions: what must come out of it?"
        )
    devices, groups = list(base_devices or ()), list(base_device_groups or ())

    def add(cls: BlockT) -> BlockT:
        async def execute(found: Sequence[Any]) -> None:
            lab = [_device(info) for info in found]
            case: FunctionBlockTestCase[Any, Any] = FunctionBlockTestCase(
                cls,
                params,
                _context(run_on, [*lab, *devices], groups),
                test_id=f"{cls.__name__}: {test_description}",
                succeeds=succeeds,
                expected_result_data=expected_result_data,
                assertions=checks,
            )
            await case.execute()

        async def test(request: Any) -> None:
            if find_spec("neops_remote_lab") is None:
                import pytest

                pytest.skip("needs the package neops_remote_lab and a lab")
            await execute(request.getfixturevalue(remote_lab_fixture) if remote_lab_fixture else [])

        add_test(cls, test_description, test, "remote_lab")
        return cls

    return add


def _device(info: DeviceInfo) -> DeviceTypeDto:
    device = RemoteLabDevice.from_dto(info).to_neops_device()
    device.external_reference = info.name
    return device


def _context(run_on: str, devices: list[DeviceTypeDto], groups: list[DeviceGroupTypeDto]) -> WorkflowContext:
    entities: Sequence[DeviceTypeDto | DeviceGroupTypeDto] = {"device": devices, "group": groups}.get(
        run_on, ()
    )  # type: ignore[assignment]
    if run_on in ("device", "group") and not entities:
        raise ValueError(
            f"a test that runs on a {run_on} needs one: from the lab's fixture or base_{run_on}s"
        )
    entity_id = entities[0].id if entities else None
    return create_workflow_context(run_on, entity_id, devices, groups)
