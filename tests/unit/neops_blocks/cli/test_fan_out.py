from __future__ import annotations

import pytest

from neops_blocks.cli.fan_out import DataByDevice, fan_out
from neops_worker_sdk.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.jobs import HostFinished, Job, JobKind, run_job
from neops_worker_sdk.registry import Registration
from neops_worker_sdk.workflow import DeviceTypeDto, JobExecutionContextDto


class Data(FunctionBlockResultData):
    text: str


class Odd(FunctionBlock[FunctionBlockParams, Data]):
    async def run(self, params, context, meta):
        name = context.device.hostname
        if name == "exits":
            raise SystemExit(4)
        if name == "none":
            return None
        if name == "fails":
            return FunctionBlockResult(message="it did not work", success=False, data=None)
        context.device.serial = "changed"
        return FunctionBlockResult(
            message="fine", success=True, data=Data(text=f"{meta.run_on} {meta.entity_id}")
        )

    async def acquire(self, params):
        return FunctionBlockAcquireResult(message="", success=True)


def run(*names):
    events = []
    outcome = run_job(
        Job(
            id="1",
            block=fan_out(Odd, None),
            registration=Registration(
                "odd", "", "p", "global", "facts", param_cls=FunctionBlockParams, result_cls=DataByDevice
            ),
            kind=JobKind.EXECUTE,
            parameters={},
            context=JobExecutionContextDto(
                devices=[DeviceTypeDto(id=i, hostname=name) for i, name in enumerate(names, 1)],
                device_groups=[],
                interfaces=[],
            ),
            run_on="global",
        ),
        observer=events.append,
    )
    return outcome, {event.host: event for event in events if isinstance(event, HostFinished)}


def test_data_of_every_device_under_its_name_and_updates_of_all():
    outcome, _ = run("a", "b")
    assert outcome.success
    assert outcome.data == {"a": {"text": "device 1"}, "b": {"text": "device 2"}}
    assert len(outcome.db_updates) == 2


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("exits", "python_error", "SystemExit: 4"),
        ("none", "python_error", "gave back NoneType instead of a FunctionBlockResult"),
        ("fails", "block_failed", "it did not work"),
    ],
)
def test_whatever_one_device_does_the_others_go_on(name, code, message):
    outcome, finished = run("a", name, "b")
    assert not outcome.success
    assert outcome.message == "3 devices, 1 failed"
    assert set(outcome.data) == {"a", "b"}
    assert finished[name].error["code"] == code
    assert message in finished[name].error["message"]
    assert finished["a"].ok
