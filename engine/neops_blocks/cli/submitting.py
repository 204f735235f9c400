"""Submitting a block to an engine, step by step, and following what was submitted."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli import parameters
from neops_blocks.cli.blocks import find, is_file
from neops_blocks.cli.devices import Choice, choose
from neops_blocks.cli.engine_blocks import resolve, worker_command
from neops_blocks.cli.engine_client import EngineRefused, EngineUnavailable
from neops_blocks.cli.engine_parameters import EngineSchema, refused_by_engine
from neops_blocks.cli.following import Follower, say
from neops_blocks.cli.job_results import document
from neops_blocks.cli.output import line_writer, print_json, print_result
from neops_blocks.cli.picture import Picture
from neops_blocks.cli.problems import Problem
from neops_blocks.cli.progress import live
from neops_blocks.cli.submission import body, receipt, receipt_lines, rows_of
from neops_blocks.diagnostics import first_few
from neops_worker_sdk.workflow import device_name
from neops_worker_sdk.workflow.secrets import secrets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neops_blocks.cli.engine_answers import NewJob, Registration, Submitted
    from neops_blocks.cli.engine_api import EngineApi
    from neops_worker_sdk.logger.masking import Masker
    from neops_worker_sdk.workflow import JobExecutionContextDto

UPDATES = "kept with the jobs; the engine applies those of workflows only"
SHOWN_WORKERS = 3


@dataclass(frozen=True)
class Wish:
    """What is to be submitted, as the options say."""

    block: str
    given: tuple[str, ...] = ()
    params: Path | None = None
    choice: Choice = field(default_factory=Choice)
    timeout: float | None = None


@dataclass(frozen=True)
class Submitter:
    """Submits to one engine and follows the jobs there.

    Args:
        api: the engine.
        masker: learns the secrets of what is submitted.
        form: of the output: table, json or jsonl.
        same_engine: the options that lead to the same engine again.
    """

    api: EngineApi
    masker: Masker
    form: str
    same_engine: str = ""

    def submit(self, wish: Wish, *, wait: bool) -> int:
        """Submit a block; the exit code.

        Raises:
            Problem: nothing was submitted, or the engine was lost while its jobs were followed.
            InvalidBlockError, InvalidInventoryError, SelectionError, OSError: of the files that were named.
        """
        reference = find(wish.block).identifier if is_file(wish.block) else wish.block
        values = parameters.read(wish.given, wish.params)
        self.api.check()
        block = self._block(reference)
        schema = EngineSchema(block.identifier, block.parameter_json_schema)
        self.masker.learn(schema.secrets(values))
        schema.check(values)
        run_on = block.run_on or "global"
        context = choose(block.identifier, run_on, wish.choice).context(with_group=run_on == "group")
        self.masker.learn(secret for device in context.devices for secret in secrets_of(device))
        self._warn_of_readers(context, secret_parameters=bool(schema.secrets(values)))
        submitted = self._send(block, body(block.identifier, values, context, wish.timeout))
        if not wait:
            self._acknowledge(submitted, block)
            return 0
        names = [device_name(device) for device in context.devices]
        count = len(submitted.jobs)
        page = self.api.address.page_of(submitted.submission_id)
        say(f"{count} job{'s' if count > 1 else ''} submitted: {page}")
        return self._follow(submitted.submission_id, block.identifier, submitted.jobs, run_on, names)

    def follow_again(self, submission_id: str) -> int:
        """Follow the jobs of a submission made before; the exit code. Raises Problem."""
        self.api.check()
        state = self.api.submission(submission_id)
        run_on = state.jobs[0].run_on if state.jobs else ""
        return self._follow(submission_id, state.function_block_id, state.jobs, run_on, ())

    def _block(self, reference: str) -> Registration:
        known = self.api.blocks()
        try:
            return resolve(reference, known, self.api.address)
        except Problem:
            if Path(reference).is_dir():
                raise Problem(f"{reference} is a directory", "name a block in it, or its file") from None
            raise

    def _warn_of_readers(self, context: JobExecutionContextDto, *, secret_parameters: bool) -> None:
        if not self.api.address.is_readable_on_the_way:
            return
        devices = sum(any(True for _ in secrets_of(device)) for device in context.devices)
        what = [
            *([f"the credentials of {devices} devices"] if devices else []),
            *(["secret parameters"] if secret_parameters else []),
        ]
        if what:
            say(f"warning: {' and '.join(what)} are sent to {self.api.address.host} over plain http")

    def _send(self, block: Registration, wish: dict[str, Any]) -> Submitted:
        url, page = self.api.address.url, self.api.address.page
        try:
            return self.api.submit(wish)
        except KeyboardInterrupt:
            say(f"the engine may have accepted the jobs already: see {page}")
            raise
        except EngineUnavailable as error:
            if not error.sent:
                raise
            raise Problem(
                f"{error.message}\nwhether it has accepted the jobs is not known", f"see {page}"
            ) from None
        except EngineRefused as error:
            if error.faults:
                raise refused_by_engine(block.identifier, error.faults, self.masker) from None
            if not error.code:
                raise
            said = self.masker.text(error.said)
            raise Problem(f"the engine at {url} refuses: {said}", error.advice) from None

    def _acknowledge(self, submitted: Submitted, block: Registration) -> None:
        data = receipt(submitted, self.api.address)
        if self.form == "json":
            print_json(data)
        elif self.form == "jsonl":
            click.echo(json.dumps(data, ensure_ascii=False))
        else:
            again = self._again(submitted.submission_id)
            for line in receipt_lines(submitted, self.api.address, again):
                click.echo(line)
        if not any(worker.is_online for worker in block.workers):
            say(self._no_worker(block.identifier))

    def _follow(
        self,
        submission_id: str,
        identifier: str,
        jobs: Sequence[NewJob],
        run_on: str,
        devices: Iterable[str],
    ) -> int:
        rows = rows_of(jobs, run_on)
        on_finished = line_writer(self.masker) if self.form == "jsonl" else None
        picture = Picture(rows, rows.values() or devices, on_finished)
        follower = Follower(
            self.api,
            submission_id,
            picture,
            lambda: self._waiting_for(identifier),
            self._again(submission_id),
        )
        title = identifier.rpartition("/")[2].partition(":")[0]
        try:
            with live(title, picture.collector, self.masker, lambda: follower.note):
                state = follower.run()
        except KeyboardInterrupt:
            self._say_that_they_go_on(submission_id)
            raise
        result = self.masker.data(document(state, picture.collector.snapshot()))
        print_result(result, self.form, UPDATES)
        return 0 if result["success"] else 1

    def _waiting_for(self, identifier: str) -> str | None:
        """Why nobody takes a job."""
        try:
            workers = self.api.workers(identifier)
        except EngineRefused:
            return None
        busy = sorted(worker.name or worker.uuid for worker in workers if worker.is_online)
        if not busy:
            return self._no_worker(identifier)
        return f"waiting: busy with other jobs: {first_few(busy, SHOWN_WORKERS)}"

    def _no_worker(self, identifier: str) -> str:
        return f"no worker serves {identifier} yet: {worker_command(self.api.address)}"

    def _say_that_they_go_on(self, submission_id: str) -> None:
        say(f"the jobs go on; to follow them again: {self._again(submission_id)}")

    def _again(self, submission_id: str) -> str:
        return f"neops-blocks submit --follow {submission_id}{self.same_engine}"
