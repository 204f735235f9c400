"""A compiled block is to everybody like one written by hand."""

from __future__ import annotations

import asyncio

import pytest

from neops_blocks.compile import load_blocks
from neops_worker_sdk.function_block import FunctionBlock
from neops_worker_sdk.jobs import Job, run_job
from neops_worker_sdk.registry import DuplicateBlockError, Registry
from neops_worker_sdk.testing import FunctionBlockTestCase, create_workflow_context
from neops_worker_sdk.workflow import JobExecutionContextDto

NOTHING = JobExecutionContextDto(devices=[], device_groups=[], interfaces=[])

TEXT = """\
schema: function-block/v1
name: adds
package: fb.test
version: 1.2.3
run_on: global
type: execute
pure: true
deprecated: true
parameters: {a: integer, b: {type: integer, default: 2}}
steps: [{id: sum, set: "{{ params.a + params.b }}"}]
result: {message: "sum {{ steps.sum.value }}", data: {sum: {type: integer, value: "{{ steps.sum.value }}"}}}
"""


@pytest.fixture
def block(tmp_path):
    path = tmp_path / "adds.block.yaml"
    path.write_text(TEXT)
    (made,) = load_blocks(path)
    return made


def test_it_is_a_subclass_with_a_registration(block):
    assert issubclass(block.cls, FunctionBlock)
    assert block.cls.__name__ == "Adds"
    assert block.registration.identifier == "fb.test/adds:1.2.3"
    assert block.registration.is_pure
    assert block.registration.deprecated
    assert not block.registration.is_idempotent


def test_it_runs_in_a_test_case(block):
    context = create_workflow_context(run_on="global")
    case = FunctionBlockTestCase(
        block.cls,
        block.registration.param_cls(a=40),
        context,
        expected_result_data=block.registration.result_cls(sum=42, failed={}),
        assertions=[lambda result: result.message == "sum 42"],
    )
    assert asyncio.run(case.execute()).success


def test_wrong_parameters_are_an_outcome_that_says_which(block):
    job = Job("j", block.cls, block.registration, "execute", {"a": "x"}, NOTHING, "global")
    outcome = run_job(job)
    assert not outcome.success
    assert "a\n  expected integer, got text 'x'" in outcome.message


def test_runs_share_no_parameter(block):
    given = {"a": 1, "b": 1}
    job = Job("j", block.cls, block.registration, "execute", given, NOTHING, "global")
    assert [run_job(job).data for _ in range(2)] == [{"sum": 2, "failed": {}}] * 2


def test_two_blocks_of_one_identifier_are_refused_by_their_yaml_files(block, tmp_path):
    other = tmp_path / "again.block.yaml"
    other.write_text("# a comment\n" + TEXT)
    (again,) = load_blocks(other)
    registry = Registry()
    registry.register(block.cls, block.registration)
    with pytest.raises(DuplicateBlockError) as caught:
        registry.register(again.cls, again.registration)
    assert f"{tmp_path}/adds.block.yaml:1" in str(caught.value)
    assert f"{other}:2" in str(caught.value)
