"""One run of a compiled block: targets, cuts, pipelines; everything of one run and nothing of another."""

from __future__ import annotations

import asyncio
import functools
import math
import threading
import time
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.concurrency import run_in_thread, run_parallel
from neops_worker_sdk.jobs import HostFinished, HostStarted, report

from neops_blocks.compile.errors import describe, one_line
from neops_blocks.compile.execute import StepFailedError, Surroundings, execute, summary
from neops_blocks.compile.hosts import Host, device_view, frozen, host_names
from neops_blocks.diagnostics import Failure, NoTargets, SessionLost, StepTimeout, TemplateFailure
from neops_blocks.steps.connection import merge, open_session, platform_of, settings_of
from neops_blocks.steps.masking import Masker
from neops_blocks.steps.results import StepResult, StepsView
from neops_blocks.steps.sessions import SessionKeeper

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping, Sequence

    from neops_worker_sdk.logger import BaseLogger
    from neops_worker_sdk.workflow import DeviceTypeDto, WorkflowContext

    from neops_blocks.compile.plan import Cut, Plan, Step
    from neops_blocks.drivers import Session


class BlockFailedError(Exception):
    """The block failed as a whole: a `once` step did, or there was nothing to work on."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(one_line(error))
        self.error = error


class Run:
    """The state of one run. Lives on the job's event loop; steps run in threads of the job's pool."""

    def __init__(
        self, plan: Plan, params: Mapping[str, Any], context: WorkflowContext, logger: BaseLogger
    ) -> None:
        self.plan = plan
        self.params = params
        self.context = context
        self.logger = logger
        self.hosts: list[Host] = []
        self.skipped: list[str] = []
        self.once: dict[str, StepResult] = {}
        self.after_cut: dict[str, Any] = {}
        self.masker = Masker(
            [*plan.secrets_in(params), *(secret for d in context.devices for secret in _secrets(d))]
        )
        self.stopped = threading.Event()
        self._loop = asyncio.get_running_loop()

    @property
    def one_target(self) -> bool:
        """Whether device scope holds everywhere: the block runs on one device or interface."""
        return self.plan.run_on in ("device", "interface")

    async def steps(self) -> None:
        """Run every cut.

        Raises:
            BlockFailedError: a `once` step failed, there are no targets, or `on_error: fail` met an error.
        """
        try:
            await asyncio.to_thread(self._choose_targets)
            for number, cut in enumerate(self.plan.cuts):
                last = not any(not later.once for later in self.plan.cuts[number + 1 :])
                if cut.once or not self.plan.has_targets:
                    for step in cut.steps:
                        await self._run_once(step)
                else:
                    await self._run_on_hosts(cut, last=last)
                    self.after_cut = frozen(self.hosts, self.skipped)
        except BlockFailedError:
            raise
        except BaseException:
            self._stop_unfinished()
            raise
        finally:
            self.stopped.set()
            for host in self.hosts:
                host.session.close()
                self._finish(host)

    def scope(self, host: Host | None = None) -> dict[str, Any]:
        """The names in reach: of a device where one is given, else of the block."""
        if host is None and self.one_target and self.hosts:
            host = self.hosts[0]
        names: dict[str, Any] = {"params": self.params, **self.after_cut}
        if self.context.device_group is not None:
            names["group"] = self.context.device_group.model_dump(by_alias=False)
        if self.context.interface is not None:
            names["interface"] = self.context.interface.model_dump(by_alias=False)
        if host is None:
            names["devices"] = [target.view for target in self.hosts]
            names["steps"] = StepsView(self.once)
        else:
            names["device"] = host.view
            names["steps"] = StepsView(host.results, self.once, host=host.name)
        return names

    def _choose_targets(self) -> None:
        devices = self._candidates()
        for device, name in zip(devices, host_names(devices), strict=True):
            view = device_view(device, name)
            if self._excluded(view):
                self.skipped.append(name)
            else:
                self.hosts.append(self._host(device, name, view))
        if self.plan.has_targets and not self.hosts and not self.plan.fan_out.empty_ok:
            excluded = f"; fan_out.where excludes all {len(self.skipped)}" if self.skipped else ""
            raise self._block_failed(NoTargets(f"the block has no device to work on{excluded}"))
        self.after_cut = frozen((), ()) if not self.plan.has_targets else {}

    def _candidates(self) -> list[DeviceTypeDto]:
        context, chosen = self.context, self.plan.fan_out.devices
        if context.device is not None:
            return [context.device]
        if context.interface is not None:
            owner = context.interface.device.id if context.interface.device else None
            return [device for device in context.devices if device.id == owner]
        devices = list(context.devices)
        if self.plan.run_on != "global":
            return devices
        if chosen is None:
            return []
        views = [device_view(d, name) for d, name in zip(devices, host_names(devices), strict=True)]
        picked = self._evaluated(chosen, {"params": self.params, "devices": views}, "fan_out.devices")
        ids = (
            {item.get("id") for item in picked if isinstance(item, dict)}
            if isinstance(picked, list | tuple)
            else None
        )
        if ids is None:
            raise self._block_failed(
                TemplateFailure(f"fan_out.devices needs a list of devices, got {type(picked).__name__}")
            )
        return [device for device in devices if device.id in ids]

    def _excluded(self, view: dict[str, Any]) -> bool:
        where = self.plan.fan_out.where
        return where is not None and not self._evaluated(
            where, {"params": self.params, "device": view}, "fan_out.where"
        )

    def _evaluated(self, value: Any, scope: dict[str, Any], key: str) -> Any:
        try:
            return value.evaluate(scope)
        except Failure as failure:
            raise self._block_failed(failure, where=self.plan.places.get(key), step=key) from failure

    def _host(self, device: DeviceTypeDto, name: str, view: dict[str, Any]) -> Host:
        try:
            platform = platform_of(device, name)
        except Failure:
            platform = None
        scope = {"params": self.params, "device": view}

        def opened() -> Session:
            return open_session(device, name, self._settings(None, device, scope))

        return Host(name=name, device=device, view=view, platform=platform, session=SessionKeeper(opened))

    def _settings(
        self, own: Mapping[str, Any] | None, device: DeviceTypeDto, scope: Mapping[str, Any]
    ) -> dict[str, Any]:
        block = None if self.plan.connection is None else self.plan.connection.evaluate(scope)
        settings = merge(own, block, settings_of(device))
        self.masker.learn(str(settings[key]) for key in ("password", "enable_password") if settings.get(key))
        return settings

    async def _run_on_hosts(self, cut: Cut, *, last: bool) -> None:
        limit = self.plan.fan_out.max_parallel
        keep = not last and (limit is None or limit >= len(self.hosts))
        pipelines = [
            functools.partial(self._pipeline, cut, host, last, keep) for host in self.hosts if host.ok
        ]
        try:
            await run_parallel(*pipelines, limit=limit)
        except StepFailedError as failed:
            raise BlockFailedError(failed.error) from failed

    async def _pipeline(self, cut: Cut, host: Host, last: bool, keep_session: bool) -> None:
        started = time.perf_counter()
        if not host.summary:
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
        if not keep_session or not host.ok:
            await self._loop.run_in_executor(None, host.session.suspend)

    def _step_on_host(self, step: Step, host: Host) -> None:
        if self.stopped.is_set():
            host.error = self._stopped_error()
            return
        try:
            result = execute(step, self._around(step, host))
        except StepFailedError as failed:
            host.error, result = failed.error, failed.result
            self.logger.warning(f"{host.name}: {one_line(failed.error)}")
            if self.plan.fan_out.fail_fast:
                raise
        if step.id is not None:
            host.results[step.id] = result
        host.summary[step.label] = summary(result)

    def _finish(self, host: Host) -> None:
        if not host.finished:
            host.finished = True
            steps = dict(host.summary)
            report(HostFinished(host.name, ok=host.ok, elapsed=host.elapsed, error=host.error, steps=steps))

    def _stop_unfinished(self) -> None:
        for host in self.hosts:
            if not host.finished and host.ok:
                host.error = self._stopped_error()

    def _stopped_error(self) -> dict[str, Any]:
        stopped = SessionLost(
            "the run was stopped before the device was done", hint="see the message of the run"
        )
        return describe(stopped, step=None, where=None, masker=self.masker)

    async def _run_once(self, step: Step) -> None:
        host = self.hosts[0] if self.one_target and self.hosts else None
        try:
            result = await run_in_thread(execute)(step, self._around(step, host))
        except StepFailedError as failed:
            raise BlockFailedError(failed.error) from failed
        if step.id is not None:
            self.once[step.id] = result

    def _around(self, step: Step, host: Host | None) -> Surroundings:
        scope = self.scope(host)
        own: list[Session] = []

        def session(settings: Mapping[str, Any] | None) -> Session:
            if host is None:
                raise SessionLost("a step without a device has no session")
            if settings is None:
                return host.session.get()
            if not own:
                own.append(open_session(host.device, host.name, self._settings(settings, host.device, scope)))
            return own[0]

        def command_timeout(settings: Mapping[str, Any] | None) -> float:
            if host is None:
                return math.inf
            return float(self._settings(settings, host.device, scope)["timeout"]["command"])

        def close_own() -> None:
            for opened in own:
                opened.close()

        return Surroundings(
            host=None if step.once else host.name if host else None,
            platform=host.platform if host else None,
            device=host.device if host else None,
            scope=scope,
            params=self.params,
            session=session,
            command_timeout=command_timeout,
            close_own_session=close_own,
            await_on_loop=self._await_on_loop,
            stopped=self.stopped,
            masker=self.masker,
            logger=self.logger,
        )

    def _await_on_loop(self, coroutine: Coroutine[Any, Any, Any], timeout: float | None) -> Any:
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return future.result(timeout)
        except TimeoutError as error:
            if future.done():
                raise
            future.cancel()
            raise StepTimeout(f"the step took longer than its timeout of {timeout:g} s") from error

    def _block_failed(
        self, failure: Failure, *, where: str | None = None, step: str | None = None
    ) -> BlockFailedError:
        return BlockFailedError(describe(failure, step=step, where=where, masker=self.masker))


def _secrets(device: DeviceTypeDto) -> Sequence[str | None]:
    try:
        settings = settings_of(device)
    except Failure:
        settings = {}
    return device.password, settings.get("password"), settings.get("enable_password")
