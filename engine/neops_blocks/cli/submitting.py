"""Submitting a block to an engine: found there, checked, sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli import parameters
from neops_blocks.cli.awaiting import Pending, await_results, leaving_the_jobs
from neops_blocks.cli.blocks import find, is_file
from neops_blocks.cli.devices import Choice, choose
from neops_blocks.cli.engine_blocks import resolve
from neops_blocks.cli.engine_client import EngineRefused, EngineUnavailable
from neops_blocks.cli.engine_desk import Desk, say
from neops_blocks.cli.engine_parameters import EngineSchema, refused_by_engine
from neops_blocks.cli.output import print_json
from neops_blocks.cli.problems import Problem
from neops_blocks.cli.submission import body, receipt, receipt_lines
from neops_worker_sdk.workflow import device_name
from neops_worker_sdk.workflow.secrets import secrets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.cli.engine_answers import Registration, Submitted
    from neops_worker_sdk.workflow import JobExecutionContextDto


@dataclass(frozen=True)
class Wish:
    """What is to be submitted, as the options say."""

    block: str
    given: tuple[str, ...] = ()
    params: Path | None = None
    choice: Choice = field(default_factory=Choice)
    timeout: float | None = None


def submit(desk: Desk, wish: Wish, *, wait: bool) -> int:
    """Submit a block; the exit code.

    Raises:
        Problem: nothing was submitted, or the engine was lost while its jobs were followed.
        InvalidBlockError, InvalidInventoryError, SelectionError, OSError: of the files that were named.
    """
    reference = find(wish.block).identifier if is_file(wish.block) else wish.block
    values = parameters.read(wish.given, wish.params)
    desk.api.check()
    block = _block(desk, reference)
    schema = EngineSchema(block.identifier, block.parameter_json_schema)
    secrets = schema.secrets(values)
    desk.masker.learn(secrets)
    schema.check(values)
    run_on = block.run_on or "global"
    context = choose(block.identifier, run_on, wish.choice).context(with_group=run_on == "group")
    desk.masker.learn(secret for device in context.devices for secret in secrets_of(device))
    if desk.api.address.is_readable_on_the_way:
        _warn_of_readers(desk, context, secret_parameters=bool(secrets))
    submitted = _send(desk, block, body(block.identifier, values, context, wish.timeout))
    if not wait:
        _acknowledge(desk, submitted, block)
        return 0
    with leaving_the_jobs(desk.again(submitted.submission_id)):
        count = len(submitted.jobs)
        plural = "s" if count > 1 else ""
        say(f"{count} job{plural} submitted: {desk.page_of(submitted.submission_id)}")
        names = [device_name(device) for device in context.devices]
        pending = Pending(submitted.submission_id, block.identifier, run_on, submitted.jobs, names)
        return await_results(desk, pending)


def _block(desk: Desk, reference: str) -> Registration:
    known = desk.api.blocks()
    try:
        return resolve(reference, known, desk.api.address)
    except Problem:
        if Path(reference).is_dir():
            raise Problem(f"{reference} is a directory", "name a block in it, or its file") from None
        raise


def _warn_of_readers(desk: Desk, context: JobExecutionContextDto, *, secret_parameters: bool) -> None:
    def readable() -> Iterator[str]:
        devices = sum(any(True for _ in secrets_of(device)) for device in context.devices)
        if devices:
            yield f"the credentials of {devices} device{'s' if devices > 1 else ''}"
        if secret_parameters:
            yield "secret parameters"

    if what := " and ".join(readable()):
        say(f"warning: {what} can be read on the way to {desk.api.address.host}: plain http")


def _send(desk: Desk, block: Registration, wish: dict[str, Any]) -> Submitted:
    address = desk.api.address
    try:
        return desk.api.submit(wish)
    except KeyboardInterrupt:
        say(f"the engine may have accepted the jobs already: see {address.page}")
        raise
    except EngineUnavailable as error:
        if not error.sent:
            raise
        text = f"{error.message}\nwhether it has accepted the jobs is not known"
        raise Problem(text, f"see {address.page}") from None
    except EngineRefused as error:
        if error.faults:
            raise refused_by_engine(block.identifier, error.faults, desk.masker) from None
        if not error.code:
            raise
        said = desk.masker.text(error.said)
        raise Problem(f"the engine at {address.url} refuses: {said}", error.advice) from None


def _acknowledge(desk: Desk, submitted: Submitted, block: Registration) -> None:
    data = receipt(submitted, desk.api.address)
    if desk.form == "json":
        print_json(data)
    elif desk.form == "jsonl":
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        for line in receipt_lines(data, desk.again(submitted.submission_id)):
            click.echo(line)
    if not any(worker.is_online for worker in block.workers):
        say(desk.no_worker(block.identifier))
