"""Blocks that tests write into a directory of their own, for workers in other processes."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
import asyncio, os, pathlib, subprocess, sys, threading, time

from neops_worker_sdk.concurrency import run_in_thread, run_parallel
from neops_worker_sdk.function_block import (
    FunctionBlock, FunctionBlockAcquireResult, FunctionBlockParams, FunctionBlockResult, FunctionBlockResultData,
    FunctionBlockRollbackResult,
)
from neops_worker_sdk.registry import Registration, register_function_block


class Params(FunctionBlockParams):
    seconds: float = 0.0
    text: str = ""
    file: str = ""


class Data(FunctionBlockResultData):
    value: object = None


def ok(value=None):
    return FunctionBlockResult[Data](message="done", success=True, data=Data(value=value))


def block(name, run_on="global", data=Data, params=Params, **more):
    return register_function_block(
        Registration(name, "Tests.", "fb.test", run_on, "execute", params, data, **more)
    )


class Base(FunctionBlock[Params, Data]):
    async def acquire(self, params):
        return FunctionBlockAcquireResult(message="nothing needed", success=True)

    async def run(self, params, context):
        return ok()


"""


def write_blocks(directory: Path, text: str, name: str = "blocks.py") -> Path:
    """Write blocks below the usual head into `directory`; that directory."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).write_text(HEAD + textwrap.dedent(text), encoding="utf-8")
    return directory
