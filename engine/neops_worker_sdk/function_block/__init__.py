"""The base class of blocks, and what its methods take and return."""

from neops_worker_sdk.function_block.acquire_params import AcquireParams
from neops_worker_sdk.function_block.function_block import FunctionBlock
from neops_worker_sdk.function_block.meta import meta_arguments
from neops_worker_sdk.function_block.partial_params import parse_leniently
from neops_worker_sdk.function_block.results import (
    BaseFunctionBlockResult,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
    FunctionBlockRollbackResult,
    ParamsT,
    ResultDataT,
)
from neops_worker_sdk.workflow import EntityAcquire

__all__ = [
    "AcquireParams",
    "BaseFunctionBlockResult",
    "EntityAcquire",
    "FunctionBlock",
    "FunctionBlockAcquireResult",
    "FunctionBlockParams",
    "FunctionBlockResult",
    "FunctionBlockResultData",
    "FunctionBlockRollbackResult",
    "ParamsT",
    "ResultDataT",
    "meta_arguments",
    "parse_leniently",
]
