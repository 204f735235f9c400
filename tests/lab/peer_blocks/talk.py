"""Blocks without a device: one that answers, one that is choosy about its parameters, one that raises."""

from __future__ import annotations

from pydantic import field_validator

from neops_worker_sdk.function_block.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.registry.decorator import register_function_block
from neops_worker_sdk.registry.registration import Registration


class EchoParams(FunctionBlockParams):
    text: str
    times: int = 1


class EchoData(FunctionBlockResultData):
    text: str
    seen: list[str] | None = None


class EvenParams(FunctionBlockParams):
    number: int

    @field_validator("number")
    @classmethod
    def _even(cls, number: int) -> int:
        if number % 2:
            raise ValueError("must be even")
        return number


class NoParams(FunctionBlockParams):
    pass


class NoData(FunctionBlockResultData):
    pass


@register_function_block(
    Registration(
        name="echo",
        description="Says what it is told",
        package="fb.peer.io",
        run_on="global",
        fb_type="check",
        param_cls=EchoParams,
        result_cls=EchoData,
        markdown_helptext="Says `text`, as often as `times`.",
        version=(1, 2, 3),
        is_idempotent=True,
        is_pure=True,
    )
)
class Echo(FunctionBlock[EchoParams, EchoData]):
    async def run(self, params, context):
        return FunctionBlockResult(
            success=True, message="said", data=EchoData(text=params.text * params.times, seen=None)
        )

    async def acquire(self, params):
        return FunctionBlockAcquireResult(success=True, message="needs nothing", acquires=[])


@register_function_block(
    Registration("even", "Takes even numbers only", "fb.peer.io", "global", "check", EvenParams, NoData)
)
class Even(FunctionBlock[EvenParams, NoData]):
    async def run(self, params, context):
        return FunctionBlockResult(success=True, message=f"{params.number} is even")

    async def acquire(self, params):
        return FunctionBlockAcquireResult(success=True, message="needs nothing")


@register_function_block(
    Registration("raises", "Fails with an exception", "fb.peer.io", "global", "execute", NoParams, NoData)
)
class Raises(FunctionBlock[NoParams, NoData]):
    async def run(self, params, context):
        raise RuntimeError("the line is dead")

    async def acquire(self, params):
        return FunctionBlockAcquireResult(success=True, message="needs nothing")
