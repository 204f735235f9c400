from __future__ import annotations

import dataclasses

import pytest
from pydantic import ValidationError

from neops_worker_sdk.function_block import (
    AcquireParams,
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
    FunctionBlockRollbackResult,
)
from neops_worker_sdk.registry import Registration
from neops_worker_sdk.workflow import JobExecutionContextDto, WorkflowContext

CONTEXT = WorkflowContext(JobExecutionContextDto(devices=[], device_groups=[], interfaces=[]), "global")


class Params(FunctionBlockParams):
    number: int
    text: str = "x"


class Result(FunctionBlockResultData):
    number: int


class Plain(FunctionBlock[Params, Result]):
    async def run(self, params, context):
        if params.number == 0:
            raise ZeroDivisionError("by nothing")
        return FunctionBlockResult(message="m", success=True, data=Result(number=params.number))

    async def acquire(self, params):
        return FunctionBlockAcquireResult(message=f"{params.number}", success=True)


REGISTRATION = Registration("n", "d", "p", "global", "none", Params, Result)


@pytest.mark.asyncio
async def test_an_exception_of_run_becomes_a_failed_result():
    result = await Plain().execute_function_block(Params(number=0), CONTEXT)
    assert (result.success, result.message) == (False, "Error executing function block: by nothing")


@pytest.mark.asyncio
async def test_an_exception_of_run_comes_through_if_asked_for():
    with pytest.raises(ZeroDivisionError):
        await Plain().execute_function_block(Params(number=0), CONTEXT, propagate_exceptions=True)


async def _two(self, params, context):
    return "nothing"


async def _third(self, params, context, meta):
    return meta


async def _third_of_any_name(self, params, context, info):
    return info


async def _keyword(self, params, context, *, meta):
    return meta


async def _of_its_own(self, params, context, retries=3):
    return retries


@pytest.mark.parametrize(
    ("run", "got"),
    [(_two, "nothing"), (_third, "M"), (_third_of_any_name, "M"), (_keyword, "M"), (_of_its_own, 3)],
)
@pytest.mark.asyncio
async def test_run_gets_meta_if_it_takes_it(run, got):
    block = type("Block", (Plain,), {"run": run})()
    assert await block.execute_function_block(Params(number=1), CONTEXT, meta="M") == got


@pytest.mark.asyncio
async def test_rollback_refuses_unless_a_block_implements_it():
    result = await Plain().rollback_function_block(Params(number=1), CONTEXT)
    assert (result.success, result.message) == (False, "Rollback not implemented")


@pytest.mark.asyncio
async def test_rollback_is_called_with_three_arguments_and_its_exception_becomes_a_result():
    class Older(Plain):
        async def rollback(self, params, context, result_from_failed):
            if params.number == 0:
                raise KeyError("gone")
            return FunctionBlockRollbackResult(message=str(result_from_failed), success=True)

    assert (await Older().rollback_function_block(Params(number=1), CONTEXT)).message == "None"
    result = await Older().rollback_function_block(Params(number=0), CONTEXT)
    assert result.message == "Error rolling back function block: 'gone'"


def test_the_logger_of_a_block_carries_its_class():
    assert Plain().logger.get_context() == {"class": "Plain"}


def test_unknown_parameters_are_ignored_with_a_warning_that_names_them(recorder):
    params = Plain(logger=recorder).parse_parameters_from_dto({"number": "7", "z": 1, "b": 2}, Params)
    assert params.number == 7
    assert recorder.lines == [("warning", "Unknown parameters are ignored: b, z; expected: number, text")]


def test_known_parameters_give_no_warning(recorder):
    Plain(logger=recorder).parse_parameters_from_dto({"number": 7}, Params)
    assert recorder.lines == []


@pytest.mark.parametrize("dto", [{}, {"number": "x"}, {"number": 1, "text": 5}])
def test_parameters_that_do_not_fit_raise(dto):
    with pytest.raises(ValidationError):
        Plain().parse_parameters_from_dto(dto, Params)


def test_acquire_parameters_never_raise_and_warn_of_what_is_unresolved(recorder):
    parsed = Plain(logger=recorder).parse_acquire_parameters_from_dto({"text": "y", "more": 1}, REGISTRATION)
    assert parsed.unresolved == {"number"}
    assert parsed.raw == {"text": "y", "more": 1}
    assert recorder.lines == [("warning", "Parameters not known when acquiring: number (missing)")]


def test_acquire_parameters_read_like_the_parameters_themselves():
    parsed = AcquireParams(partial=Params(number=3), unresolved=frozenset(), raw={})
    assert (parsed.number, parsed.text) == (3, "x")
    with pytest.raises(AttributeError):
        _ = parsed.nonsense
    with pytest.raises(dataclasses.FrozenInstanceError):
        parsed.raw = {}


def test_a_block_without_acquire_cannot_be_made():
    class Half(FunctionBlock[Params, Result]):
        async def run(self, params, context):
            """Never called."""

    with pytest.raises(TypeError, match="acquire"):
        Half()


@pytest.mark.parametrize(
    ("make", "accepted"),
    [
        (lambda: Result(number=1, more=2), False),
        (lambda: FunctionBlockResult(message="", success=True, data={"number": 1}), False),
        (lambda: FunctionBlockResult[Result](message="", success=True, data={"number": 1}), True),
        (lambda: FunctionBlockResult(message="", success="yes", foo=1), True),
        (lambda: FunctionBlockResult(message=""), False),
    ],
)
def test_results_are_validated_when_they_are_built(make, accepted):
    if accepted:
        assert make().success is True
    else:
        with pytest.raises(ValidationError):
            make()
