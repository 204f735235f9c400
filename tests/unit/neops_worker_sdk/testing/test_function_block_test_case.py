from __future__ import annotations

import asyncio
import subprocess
import sys
import time

import pytest

from neops_worker_sdk.function_block import (
    FunctionBlock,
    FunctionBlockAcquireResult,
    FunctionBlockParams,
    FunctionBlockResult,
    FunctionBlockResultData,
)
from neops_worker_sdk.testing import FunctionBlockTestCase, create_workflow_context, fb_test_case_with_lab
from neops_worker_sdk.workflow import DeviceTypeDto


class Params(FunctionBlockParams):
    number: int = 1
    fault: type[BaseException] | None = None
    hold: float = 0.0


class Result(FunctionBlockResultData):
    number: int


class AddsOne(FunctionBlock[Params, Result]):
    async def run(self, params, context):
        time.sleep(params.hold)
        if params.fault:
            raise params.fault("boom")
        if context.device:
            context.device.vendor = "changed"
        return FunctionBlockResult(
            message="m", success=params.number > 0, data=Result(number=params.number + 1)
        )

    async def acquire(self, params):
        return FunctionBlockAcquireResult(message="", success=True)


@pytest.fixture
def case():
    def case(params=None, **checks):
        context = create_workflow_context("device", 1, [DeviceTypeDto(id=1)])
        return FunctionBlockTestCase(AddsOne, params or Params(), context, test_id="t", **checks)

    return case


def test_a_case_returns_the_result_of_the_block_and_changes_the_very_entities(case):
    made = case(expected_result_data=Result(number=2), assertions=[lambda result: result.message == "m"])
    assert asyncio.run(made.execute()).data == Result(number=2)
    assert made.context.device.vendor == "changed"
    assert [update["path"] for update in made.outcome.db_updates] == ["vendor"]


@pytest.mark.parametrize(
    ("params", "checks", "message"),
    [
        (Params(number=0), {}, "t: success is False, not True; message: m"),
        (Params(), {"succeeds": False}, "t: success is True, not False"),
        (
            Params(),
            {"expected_result_data": Result(number=9)},
            r"t: data are Result\(number=2\), expected Result\(number=9\)",
        ),
        (
            Params(),
            {"assertions": [lambda result: True, lambda result: False]},
            r"t: assertion 2 .* does not hold",
        ),
        (Params(fault=SystemExit), {}, "t: .*sys.exit"),
    ],
)
def test_a_case_fails_with_what_was_expected_and_what_came(case, params, checks, message):
    with pytest.raises(AssertionError, match=message):
        asyncio.run(case(params, **checks).execute())


def test_a_case_fails_also_where_python_drops_assert_statements():
    code = """
import asyncio
from neops_worker_sdk.function_block import FunctionBlock, FunctionBlockParams, FunctionBlockResult
from neops_worker_sdk.testing import FunctionBlockTestCase, create_workflow_context

class Fails(FunctionBlock):
    async def run(self, params, context):
        return FunctionBlockResult(message="m", success=False)

    async def acquire(self, params):
        raise NotImplementedError

case = FunctionBlockTestCase(Fails, FunctionBlockParams(), create_workflow_context("global"), test_id="t")
asyncio.run(case.execute())
"""
    done = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, text=True)
    assert "AssertionError: t: success is False, not True; message: m" in done.stderr


def test_a_case_that_expects_failure_passes_for_a_failed_result(case):
    assert asyncio.run(case(Params(number=0), succeeds=False).execute()).success is False


def test_an_exception_of_the_block_comes_through_even_if_failure_is_expected(case):
    with pytest.raises(LookupError, match="boom"):
        asyncio.run(case(Params(fault=LookupError), succeeds=False).execute())


@pytest.mark.parametrize(("threshold", "detected"), [("0.1", 1), ("0", 0), ("30", 0)])
def test_the_threshold_is_read_when_the_case_runs(case, monkeypatch, threshold, detected):
    made = case(Params(hold=0.4))
    monkeypatch.setenv("BLOCKING_DETECTION_THRESHOLD", threshold)
    asyncio.run(made.execute())
    assert len(made.outcome.blocking) == detected


def test_a_threshold_that_is_no_number_is_a_clear_error(case, monkeypatch):
    monkeypatch.setenv("BLOCKING_DETECTION_THRESHOLD", "soon")
    with pytest.raises(
        ValueError, match=r"BLOCKING_DETECTION_THRESHOLD='soon': give seconds such as 0.5, or 0"
    ):
        asyncio.run(case().execute())


def test_a_safe_test_id_is_part_of_a_name():
    assert FunctionBlockTestCase.create_safe_test_id("Adds 1, änd more!") == "adds_1___nd_more_"


def test_a_test_on_a_lab_needs_something_to_check():
    with pytest.raises(ValueError, match="needs expected_result_data or assertions"):
        fb_test_case_with_lab("x", Params())


MODULE = """
from neops_worker_sdk.function_block import *
from neops_worker_sdk.testing.base.function_block_test_case import fb_test_case, fb_test_case_with_lab
from neops_worker_sdk.testing.factories.context_factory import create_workflow_context
from neops_worker_sdk.workflow import DeviceTypeDto

CONTEXT = create_workflow_context("device", 1, [DeviceTypeDto(id=1)])

@fb_test_case("Greets!", FunctionBlockParams(), CONTEXT)
@fb_test_case("Greets!", FunctionBlockParams(), CONTEXT, assertions=[lambda result: result.message == "bye"])
@fb_test_case_with_lab("in a lab", FunctionBlockParams(), remote_lab_fixture="lab", assertions=[bool])
class Greeter(FunctionBlock[FunctionBlockParams, FunctionBlockResultData]):
    async def run(self, params, context):
        return FunctionBlockResult(message="hello", success=True)

    async def acquire(self, params): ...
"""


@pytest.mark.parametrize(
    "plugins", [[], ["-p", "no:asyncio", "-p", "no:pytest_asyncio"]], ids=["as installed", "pytest only"]
)
def test_decorators_add_tests_that_pytest_finds_without_a_lab_package(tmp_path, plugins):
    (tmp_path / "test_greeter.py").write_text(MODULE)
    (tmp_path / "hide.py").write_text(
        "import importlib.util as u\nreal = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'pytest_asyncio' else real(name, *rest)\n"
    )
    hiding = ["-p", "hide"] if plugins else []
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-rA",
            "-q",
            "-p",
            "no:cacheprovider",
            *hiding,
            *plugins,
            "test_greeter.py",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert "PASSED test_greeter.py::test_greeter_greets__2" in done.stdout, done.stdout + done.stderr
    assert "FAILED test_greeter.py::test_greeter_greets_ " in done.stdout
    assert "1 failed, 1 passed, 1 skipped" in done.stdout
    assert "needs the package neops_remote_lab" in done.stdout
