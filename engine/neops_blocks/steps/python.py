"""The `python` step: the escape hatch to a function of the author's."""

from __future__ import annotations

import contextvars
import inspect
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from neops_worker_sdk.concurrency import run_in_thread
from pydantic import ConfigDict, Field

from neops_blocks.diagnostics import Failure, PythonError, StepTimeout
from neops_blocks.model import StepModel, TemplateUse, templates_in
from neops_blocks.steps.functions import load_function
from neops_blocks.templates import Value, compile_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from neops_worker_sdk.logger import BaseLogger

    from neops_blocks.drivers import Session
    from neops_blocks.steps.action import Attempt, Site


class PythonStep(StepModel):
    """Call a Python function; a `def` runs in a thread, an `async def` on the job's event loop."""

    model_config = ConfigDict(serialize_by_alias=True)
    kind: ClassVar[str] = "python"
    result_fields: ClassVar[frozenset[str]] = frozenset({"value"})

    python: str = Field(pattern=r"^[^:\s]+:[A-Za-z_]\w*$")
    """`file.py:function` beside the block, or `package.module:function`."""

    with_: dict[str, Any] = Field(alias="with", default_factory=dict)
    """The keyword arguments."""

    dry_run: Literal["run", "skip"] = "skip"
    """`run`: the function is called in a dry run too."""

    def templates(self) -> Iterator[TemplateUse]:
        """Where the step has templates."""
        yield from super().templates()
        yield from templates_in(self.with_, "with")

    def build(self, site: Site) -> CallFunction:
        """The compiled step."""
        return CallFunction(reference=self.python, arguments=compile_value(self.with_), site=site)


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a step's function may ask for, by a keyword argument named `step`.

    Attributes:
        logger: carries the block, the step and the device.
        params: the parameters of the block by name.
        device: the entity in the job's context; None where the step runs once for the block.
        dry_run: whether nothing may be changed.
        scope: every name that expressions of the step may use.
    """

    logger: BaseLogger
    params: Mapping[str, Any]
    device: Any
    dry_run: bool
    scope: Mapping[str, Any]
    _session: Callable[[], Session]

    @property
    def session(self) -> Session:
        """The open session of the device; opened by the first use. It blocks: not for an `async def`."""
        return self._session()

    def run_in_thread(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The SDK's `run_in_thread`, for blocking work in an `async def`."""
        return run_in_thread(function)


@dataclass(frozen=True, slots=True)
class CallFunction:
    """Calls the function."""

    reference: str
    arguments: Value
    site: Site

    def run(self, attempt: Attempt) -> dict[str, Any]:
        """The function's return value as `value`.

        Raises:
            PythonError: the function is missing or raised.
            StepTimeout: it took longer than the step's timeout; its thread is abandoned.
        """
        function = load_function(self.reference, self.site.directory)
        arguments = dict(self.arguments.evaluate(attempt.scope))
        if "step" in inspect.signature(function).parameters:
            arguments["step"] = StepContext(
                attempt.logger,
                attempt.params,
                attempt.device,
                attempt.dry_run,
                attempt.scope,
                attempt.session,
            )
        try:
            return {"value": self._call(function, arguments, attempt)}
        except Failure:
            raise
        except BaseException as error:
            raise self._failure(error) from error

    def _call(self, function: Callable[..., Any], arguments: dict[str, Any], attempt: Attempt) -> Any:
        if inspect.iscoroutinefunction(function):
            return attempt.await_on_loop(function(**arguments), attempt.timeout)
        if attempt.timeout is None:
            return function(**arguments)
        return _within(attempt.timeout, lambda: function(**arguments))

    def _failure(self, error: BaseException) -> PythonError:
        mine = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename).is_relative_to(self.site.directory.resolve())
        ]
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        if isinstance(error, TypeError) and not mine:
            return PythonError(
                f"{self.reference}: {text}", hint="the names under `with` are the function's arguments"
            )
        place = (
            f"{Path(mine[-1].filename).name}:{mine[-1].lineno} in {mine[-1].name}" if mine else self.reference
        )
        return PythonError(f"{text} (raised at {place})")


def _within(timeout: float, call: Callable[[], Any]) -> Any:
    """Call in a thread of its own, which is left behind when the time is over."""
    box: list[tuple[Any, BaseException | None]] = []
    context = contextvars.copy_context()

    def work() -> None:
        try:
            box.append((context.run(call), None))
        except BaseException as error:  # noqa: BLE001 - handed over to the caller
            box.append((None, error))

    thread = threading.Thread(target=work, name="python step", daemon=True)
    thread.start()
    thread.join(timeout)
    if not box:
        raise StepTimeout(
            f"the function took longer than the step's timeout of {timeout:g} s",
            hint="its thread cannot be stopped: it was left behind",
        )
    value, error = box[0]
    if error is not None:
        raise error
    return value
