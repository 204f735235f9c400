"""One run of a compiled block: its cuts, and in each the pipelines of all devices at the same time."""

from __future__ import annotations

import asyncio
import functools
import threading
import time
from typing import TYPE_CHECKING, Any

from neops_blocks.compile.access import Access
from neops_blocks.compile.errors import BlockFailedError, describe, one_line
from neops_blocks.compile.execute import StepFailedError, execute, summary
from neops_blocks.compile.hosts import Host
from neops_blocks.compile.names import Names
from neops_blocks.compile.on_loop import LoopCaller
from neops_blocks.compile.surroundings import Surroundings
from neops_blocks.compile.targets import Choice
from neops_blocks.diagnostics import NOT_DONE, Failure, NotFinished
from neops_blocks.steps.connection import platform_of
from neops_worker_sdk.concurrency import run_in_thread, run_parallel
from neops_worker_sdk.jobs import HostFinished, HostStarted, report
from neops_worker_sdk.logger import ContextualLogger
from neops_worker_sdk.logger.masking import Masker
from neops_worker_sdk.workflow.secrets import secrets_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.compile.plan import Cut, Plan, Step
    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.workflow import DeviceTypeDto, WorkflowContext


class Run:
    """The state of one run. Lives on the job's event loop; steps run in threads of the job's pool."""

    def __init__(
        self, plan: Plan, params: Mapping[str, Any], context: WorkflowContext, logger: BaseLogger
    ) -> None:
        self.plan = plan
        self.hosts: list[Host] = []
        self.masker = Masker(
            [
                *plan.secrets_in(params),
                *(secret for device in context.devices or () for secret in secrets_of(device)),
            ]
        )
        self.names = Names(plan, params, context)
        self._params = params
        self._context = context
        self._logger = logger
        self._stopped = threading.Event()
        self._loop = asyncio.get_running_loop()
        self._on_loop = LoopCaller(self._loop, self._stopped)

    async def steps(self) -> None:
        """Run every cut.

        Raises:
            BlockFailedError: a `once` step failed, there are no targets, or `on_error: fail` met an error.
        """
        as_a_whole = False
        try:
            await self._choose_targets()
            for number, cut in enumerate(self.plan.cuts):
                if cut.once or not self.plan.has_targets:
                    self.names.freeze()
                    for step in cut.steps:
                        await self._run_once(step)
                else:
                    last = all(later.once for later in self.plan.cuts[number + 1 :])
                    await self._run_on_hosts(cut, last=last)
            self.names.freeze()
        except BlockFailedError as failed:
            as_a_whole = failed.host is None
            if failed.host is not None:
                self._stop_unfinished()
            raise
        except BaseException:
            self._stop_unfinished()
            raise
        finally:
            self._stopped.set()
            for host in self.hosts:
                host.access.close()
                if host.started or not as_a_whole:
                    self._finish(host)

    async def _choose_targets(self) -> None:
        choice = Choice(self.plan, self._params, self._context, self.masker)
        chosen, self.names.skipped = await asyncio.to_thread(choice.targets)
        self.hosts = self.names.hosts = [self._host(*device) for device in chosen]

    def _host(self, device: DeviceTypeDto, name: str, view: dict[str, Any]) -> Host:
        try:
            platform = platform_of(device, name)
        except Failure:
            platform = None
        scope = {"params": self._params, "device": view}
        access = Access(device, name, self.plan.connection, scope, self.masker)
        return Host(name=name, device=device, view=view, platform=platform, access=access)

    async def _run_on_hosts(self, cut: Cut, *, last: bool) -> None:
        limit = self.plan.fan_out.max_parallel
        keep = not last and (limit is None or limit >= len(self.hosts))
        hosts = [host for host in self.hosts if host.ok]
        pipelines = [functools.partial(self._pipeline, cut, host, last=last, keep=keep) for host in hosts]
        await run_parallel(*pipelines, limit=limit)

    async def _pipeline(self, cut: Cut, host: Host, *, last: bool, keep: bool) -> None:
        started = time.perf_counter()
        if not host.started:
            host.started = True
            report(HostStarted(host=host.name))
        try:
            for step in cut.steps:
                await run_in_thread(self._step_on_host)(step, host)
                if not host.ok:
                    break
        finally:
            host.elapsed = round(host.elapsed + time.perf_counter() - started, 3)
        if last or not host.ok:
            self._finish(host)
        if not keep or not host.ok:
            await self._loop.run_in_executor(None, host.access.suspend)

    def _step_on_host(self, step: Step, host: Host) -> None:
        if self._stopped.is_set():
            return
        host.at = step
        try:
            result = execute(step, self._around(step, host))
        except StepFailedError as failed:
            if self._stopped.is_set():  # it failed because its session was taken away
                return
            host.error, result = failed.error, failed.result
            self._logger_of(step, host).warning(f"{host.name}: {one_line(failed.error)}")
        if step.id is not None:
            host.results[step.id] = result
        host.summary[step.label] = summary(result)
        if host.error is not None and self.plan.fan_out.fail_fast:
            raise BlockFailedError(host.error, host.name)

    async def _run_once(self, step: Step) -> None:
        try:
            result = await run_in_thread(execute)(step, self._around(step, None))
        except StepFailedError as failed:
            raise BlockFailedError(failed.error) from failed
        if step.id is not None:
            self.names.once[step.id] = result

    def _around(self, step: Step, host: Host | None) -> Surroundings:
        return Surroundings(
            block=self.plan.name,
            host=host.name if host else None,
            platform=host.platform if host else None,
            device=host.device if host else None,
            access=host.access if host else None,
            scope=self.names.of(host),
            params=self._params,
            await_on_loop=self._on_loop.await_here,
            stopped=self._stopped,
            masker=self.masker,
            logger=self._logger_of(step, host),
        )

    def _logger_of(self, step: Step, host: Host | None) -> BaseLogger:
        if not isinstance(self._logger, ContextualLogger):
            return self._logger
        return self._logger.with_context(step=step.label, **({"device": host.name} if host else {}))

    def _finish(self, host: Host) -> None:
        if not host.finished:
            host.finished = True
            steps = dict(host.summary)
            report(HostFinished(host.name, ok=host.ok, elapsed=host.elapsed, error=host.error, steps=steps))

    def _stop_unfinished(self) -> None:
        for host in self.hosts:
            if not host.finished and host.ok:
                stopped = NotFinished(NOT_DONE)
                step, where = (host.at.label, host.at.where) if host.at else (None, None)
                host.error = describe(stopped, step=step, where=where, masker=self.masker)
