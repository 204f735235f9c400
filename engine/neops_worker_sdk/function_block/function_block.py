"""`FunctionBlock`: what a block's author subclasses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, final

from neops_worker_sdk.function_block.acquire_params import AcquireParams
from neops_worker_sdk.function_block.meta import meta_arguments
from neops_worker_sdk.function_block.parameters import HasParameters, unknown_keys
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
from neops_worker_sdk.logger import BaseLogger, logger_for
from neops_worker_sdk.workflow import EntityAcquire, WorkflowContext

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
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
]

AnyParamsT = TypeVar("AnyParamsT", bound=FunctionBlockParams)


class FunctionBlock(ABC, Generic[ParamsT, ResultDataT]):
    """A piece of work on entities, with parameters and a result.

    Attributes:
        logger: carries the class's name.
        max_parallel: how many devices it works on at one time, for the size of the job's pool; None: all.
        reports_hosts: whether `run` reports by itself what becomes of each device.
    """

    max_parallel: ClassVar[int | None] = None
    reports_hosts: ClassVar[bool] = False

    @final
    def __init__(self, logger: BaseLogger | None = None) -> None:
        self.logger = logger_for(self, logger)

    @abstractmethod
    async def run(self, params: ParamsT, context: WorkflowContext) -> FunctionBlockResult[ResultDataT]:
        """Do the work. May take a third parameter, `meta`, for facts about the job."""

    @abstractmethod
    async def acquire(self, params: AcquireParams[ParamsT]) -> FunctionBlockAcquireResult:
        """Say which entities the work needs."""

    async def rollback(
        self,
        params: ParamsT,
        context: WorkflowContext,
        result_from_failed: FunctionBlockResult[ResultDataT] | None = None,
    ) -> FunctionBlockRollbackResult:
        """Undo the work; refuses unless a block overrides it."""
        return FunctionBlockRollbackResult(message="Rollback not implemented", success=False)

    @final
    async def execute_function_block(
        self,
        params: ParamsT,
        context: WorkflowContext,
        *,
        propagate_exceptions: bool = False,
        meta: object = None,
    ) -> FunctionBlockResult[ResultDataT]:
        """Call `run`; an exception becomes a failed result.

        Args:
            params: for `run`.
            context: for `run`.
            propagate_exceptions: let an exception of `run` through instead.
            meta: for a `run` that takes it.
        """
        positional, named = meta_arguments(self.run, meta)
        try:
            return await self.run(params, context, *positional, **named)
        except Exception as error:
            if propagate_exceptions:
                raise
            self.logger.exception(f"Error executing function block: {error}")
            return FunctionBlockResult(
                message=f"Error executing function block: {error}", success=False, data=None
            )

    @final
    async def rollback_function_block(
        self, params: ParamsT, context: WorkflowContext
    ) -> FunctionBlockRollbackResult:
        """Call `rollback`; an exception becomes a failed result."""
        try:
            return await self.rollback(params, context, None)
        except Exception as error:
            self.logger.exception(f"Error rolling back function block: {error}")
            return FunctionBlockRollbackResult(
                message=f"Error rolling back function block: {error}", success=False
            )

    @final
    def parse_parameters_from_dto(self, dto: Mapping[str, Any], param_cls: type[AnyParamsT]) -> AnyParamsT:
        """Read the parameters; a key that no field has is ignored with a warning.

        Raises:
            pydantic.ValidationError: a parameter is missing or invalid.
        """
        extra = unknown_keys(param_cls, dto)
        if extra:
            self.logger.warning(
                f"Unknown parameters are ignored: {', '.join(extra)}; "
                f"expected: {', '.join(param_cls.model_fields) or 'none'}"
            )
        return param_cls.model_validate(dict(dto))

    @final
    def parse_acquire_parameters_from_dto(
        self, dto: Mapping[str, Any], registration: HasParameters
    ) -> AcquireParams[ParamsT]:
        """Read parameters of which some may not be known yet; never raises, warns of unresolved ones."""
        raw = dict(dto)
        partial, unresolved = parse_leniently(registration.param_cls, raw)
        if unresolved:
            reasons = ", ".join(f"{name} ({reason})" for name, reason in sorted(unresolved.items()))
            self.logger.warning(f"Parameters not known when acquiring: {reasons}")
        return AcquireParams(partial=partial, unresolved=frozenset(unresolved), raw=raw)  # type: ignore[arg-type]
