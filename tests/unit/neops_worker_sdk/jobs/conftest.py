"""A kit to make blocks from functions and to run jobs of them."""

from __future__ import annotations

import asyncio
import types
from types import SimpleNamespace

import pytest
from neops_worker_sdk.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.jobs import Job, JobRunner
from neops_worker_sdk.registry import Registration


class Params(FunctionBlockParams):
    count: int = 1


class Data(FunctionBlockResultData):
    value: object = None


def ok(value=None):
    return FunctionBlockResult[Data](message="done", success=True, data=Data(value=value))


async def fine(self, params, context):
    return ok(params.count)


async def nothing_to_acquire(self, params):
    return FunctionBlockAcquireResult(message="nothing needed", success=True, acquires=None)


def block(run=fine, *, acquire=nothing_to_acquire, **members):
    """A block class with these methods."""
    body = {"run": run, "acquire": acquire, **members}
    return types.new_class(
        "Block", (FunctionBlock[Params, Data],), exec_body=lambda names: names.update(body)
    )


def device(number):
    return {"id": number, "hostname": f"sw{number}", "ip": f"192.0.2.{number}"}


def job(run=fine, *, devices=0, parameters=None, run_on="global", data=Data, params=Params, **settings):
    cls = run if isinstance(run, type) else block(run)
    registration = Registration("some_block", "Tests.", "fb.example.com", run_on, "execute", params, data)
    context = {
        "devices": [device(n) for n in range(1, devices + 1)],
        "deviceGroups": [],
        "interfaces": [],
    }
    defaults = {"id": "j1", "kind": "execute", "parameters": parameters or {}, "context": context}
    return Job(block=cls, registration=registration, run_on=run_on, **{**defaults, **settings})


@pytest.fixture
def kit(recorder):
    """Makes blocks and jobs, and runs jobs one after the other on one runner."""

    def run_all(*jobs, **settings):
        async def main():
            runner = JobRunner(logger=recorder, **{"blocking_threshold": 0, **settings})
            try:
                return [await runner.run(each) for each in jobs]
            finally:
                await runner.aclose()

        return asyncio.run(main())

    def run(one, **settings):
        """The outcome of `one`, after which the same runner ran a sound job."""
        outcome, next_outcome = run_all(one, job(), **settings)
        assert (next_outcome.success, next_outcome.data) == (True, {"value": 1})
        return outcome

    return SimpleNamespace(
        Params=Params, Data=Data, ok=ok, block=block, job=job, run=run, run_all=run_all, log=recorder
    )
