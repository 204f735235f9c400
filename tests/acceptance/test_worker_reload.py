"""`--reload`: files of blocks that change while a worker runs."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("watchfiles")

YAML = """\
schema: function-block/v1
name: greeting
package: fb.example.com
version: {version}
description: Greet.
run_on: global
type: execute
steps:
  - id: words
    {step}
result:
  message: "{{{{ steps.words.value }}}}"
"""
PYTHON = """\
from neops_worker_sdk.function_block import (
    FunctionBlock, FunctionBlockAcquireResult, FunctionBlockParams, FunctionBlockResult, FunctionBlockResultData
)
from neops_worker_sdk.registry import Registration, register_function_block
from helper import WORD


@register_function_block(
    Registration("word", "d", "fb.example.com", "global", "none", FunctionBlockParams, FunctionBlockResultData)
)
class Word(FunctionBlock[FunctionBlockParams, FunctionBlockResultData]):
    async def run(self, params, context):
        return FunctionBlockResult(message=WORD, success=True)

    async def acquire(self, params):
        return FunctionBlockAcquireResult(message="", success=True)
"""


@pytest.fixture
def at(dev_engine, start_worker, tmp_path):
    """A worker that reloads, on a directory with a YAML block and a Python block that has a helper."""
    blocks = tmp_path / "blocks"
    blocks.mkdir()
    (blocks / "a.block.yaml").write_text(YAML.format(version="1.0.0", step="set: before"))
    (blocks / "helper.py").write_text("WORD = 'before'\n")
    (blocks / "word.py").write_text(PYTHON)
    worker = start_worker(dev_engine.url, blocks, "--reload")
    with dev_engine.client() as client:

        def message(block):
            body = {
                "functionBlock": block,
                "parameters": {},
                "context": {"devices": [], "deviceGroups": [], "interfaces": []},
            }
            id_ = client.post("/dev/submissions", json=body).json()["submissionId"]
            end = time.monotonic() + 20
            while not (said := client.get(f"/dev/submissions/{id_}").json())["finished"]:
                assert time.monotonic() < end, worker.log()
                time.sleep(0.02)
            return said["jobs"][0]["result"]["message"]

        yield blocks, worker, message


def test_saved_files_count_for_the_next_job(at):
    blocks, worker, message = at
    assert message("fb.example.com/greeting:1.0.0") == "before"
    (blocks / "a.block.yaml").write_text(YAML.format(version="1.0.0", step="set: after"))
    worker.says("Files have changed: 2 blocks served")
    assert message("fb.example.com/greeting:1.0.0") == "after"


def test_a_module_beside_a_python_block_is_read_again_too(at):
    blocks, worker, message = at
    assert message("fb.example.com/word:1.0.0") == "before"
    (blocks / "helper.py").write_text("WORD = 'after, and longer'\n")
    worker.says("Files have changed: 2 blocks served")
    assert message("fb.example.com/word:1.0.0") == "after, and longer"


def test_a_new_version_is_served_and_an_edit_that_is_not_valid_costs_its_file_until_it_is_mended(at):
    blocks, worker, message = at
    (blocks / "a.block.yaml").write_text(YAML.format(version="1.0.0", step="sett: broken"))
    worker.says(r"a\.block\.yaml:10:5: NB\d+ ")
    worker.says("Files have changed: 1 block served")
    assert message("fb.example.com/word:1.0.0") == "before"
    (blocks / "a.block.yaml").write_text(YAML.format(version="1.1.0", step="set: mended"))
    worker.says("Files have changed: 2 blocks served")
    assert message("fb.example.com/greeting:1.1.0") == "mended"
