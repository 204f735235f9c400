"""What the methods of a block take and return."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from neops_worker_sdk.workflow import AnyAcquire  # noqa: TC001 - pydantic reads it


class FunctionBlockParams(BaseModel):
    """Base of a block's parameters; unknown ones are ignored, with a warning of the job."""

    model_config = ConfigDict(extra="ignore")


class FunctionBlockResultData(BaseModel):
    """Base of a block's result data; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


ParamsT = TypeVar("ParamsT", bound=FunctionBlockParams)
ResultDataT = TypeVar("ResultDataT", bound=FunctionBlockResultData)


class BaseFunctionBlockResult(BaseModel):
    """What every method of a block answers: whether it worked, and in words."""

    message: str
    success: bool


class FunctionBlockResult(BaseFunctionBlockResult, Generic[ResultDataT]):
    """What `run` returns."""

    data: ResultDataT | None = None


class FunctionBlockAcquireResult(BaseFunctionBlockResult):
    """What `acquire` returns."""

    acquires: list[AnyAcquire] | None = None


class FunctionBlockRollbackResult(BaseFunctionBlockResult):
    """What `rollback` returns."""
