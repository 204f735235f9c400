"""Run a block that is written in a test, through the job runner, and gather what it reports."""

from __future__ import annotations

import asyncio
import textwrap
from dataclasses import dataclass, field
from typing import Any

import pytest

from neops_blocks.compile import load_blocks
from neops_worker_sdk.jobs import HostFinished, Job, JobOutcome, JobRunner, StepFinished
from neops_worker_sdk.workflow import DeviceTypeDto, JobExecutionContextDto

HEADER = """\
schema: function-block/v1
name: under_test
package: fb.test
version: 1.0.0
description: A block of a test.
type: none
"""


@dataclass
class Ran:
    """What one run came to."""

    outcome: JobOutcome
    hosts: dict[str, HostFinished] = field(default_factory=dict)
    steps: list[StepFinished] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        assert self.outcome.data is not None, self.outcome.message
        return self.outcome.data

    def error(self, host: str) -> dict[str, Any]:
        error = self.hosts[host].error
        assert error is not None
        return error


@pytest.fixture
def run_block(tmp_path):
    """run_block(body, devices=[...], params={...}, files={...}, deadline=...) -> Ran; body is what follows the header.

    path: the file of a block to run instead of a body.
    interfaces: of which a block with `run_on: interface` runs on the one with the id 7.
    members: ids of the group's devices; without them the group does not say.
    before_run={name: text} changes files after the block was compiled; None removes one.
    """

    def run(
        body=None,
        *,
        path=None,
        devices=(),
        params=None,
        files=None,
        deadline=20.0,
        header=HEADER,
        before_run=None,
        interfaces=(),
        members=None,
    ) -> Ran:
        for name, text in (files or {}).items():
            (tmp_path / name).write_text(textwrap.dedent(text))
        if path is None:
            path = tmp_path / "under_test.block.yaml"
            body = textwrap.dedent(body)
            run_on = "" if "run_on:" in body else "run_on: group\n"
            path.write_text(header + run_on + body)
        (block,) = load_blocks(path)
        for name, text in (before_run or {}).items():
            (tmp_path / name).unlink()
            if text is not None:
                (tmp_path / name).write_text(text)
        entities = [
            DeviceTypeDto(id=number, **({"hostname": device} if isinstance(device, str) else device))
            for number, device in enumerate(devices, start=1)
        ]
        where = block.registration.run_on
        group = {"id": 1, "name": "all", "devices": [{"id": member} for member in members or ()]}
        entity = {"group": 1, "device": 1, "interface": 7}.get(where)
        job = Job(
            id="test",
            block=block.cls,
            registration=block.registration,
            kind="execute",
            parameters=params or {},
            context=JobExecutionContextDto(
                devices=entities, device_groups=[group], interfaces=list(interfaces)
            ),
            run_on=where,
            entity_id=entity,
            deadline=deadline,
        )
        events: list[Any] = []

        async def main() -> JobOutcome:
            runner = JobRunner()
            try:
                return await runner.run(job, observer=events.append)
            finally:
                await runner.aclose()

        ran = Ran(asyncio.run(main()))
        for event in events:
            if isinstance(event, HostFinished):
                assert event.host not in ran.hosts, "a host finishes once"
                ran.hosts[event.host] = event
            elif isinstance(event, StepFinished):
                ran.steps.append(event)
        return ran

    return run
