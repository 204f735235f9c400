"""The `python` step: the escape hatch to a function of the author's."""

from __future__ import annotations

import inspect
import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from neops_blocks.diagnostics import Failure, PythonError, StepTimeout
from neops_blocks.model import StepModel, TemplateUse, templates_in
from neops_blocks.steps.calling import STEP, boxed, listed, unboxed, wants_step, within
from neops_blocks.steps.functions import load_function
from neops_blocks.steps.lease import Lease
from neops_blocks.templates import Value, compile_value, own_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from neops_blocks.drivers import Session
    from neops_blocks.steps.action import Attempt, Site
    from neops_worker_sdk.logger import BaseLogger

_PACKAGE = Path(__file__).parents[1]
_OURS = (_PACKAGE, _PACKAGE.parent / "neops_worker_sdk")
_REFERENCE = re.compile(r"^[^:\s]+:[A-Za-z_]\w*$")


def _reference(value: Any) -> Any:
    if isinstance(value, str) and not _REFERENCE.match(value):
        raise PydanticCustomError("bad_reference", "{name} is no function", {"name": value})
    return value


class PythonStep(StepModel):
    """Call a Python function; a `def` runs in a thread, an `async def` on the job's event loop."""

    model_config = ConfigDict(serialize_by_alias=True)
    kind: ClassVar[str] = "python"
    result_fields: ClassVar[frozenset[str]] = frozenset({"value"})
    snippet: ClassVar[Mapping[str, Any]] = {
        "id": "${1:call}",
        "python": "${2:functions.py:function}",
        "with": {"${3:name}": "${4:value}"},
    }

    python: Annotated[str, BeforeValidator(_reference)] = Field(pattern=_REFERENCE.pattern)
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
        logger: carries the step and the device; secrets are masked in what it writes.
        params: the parameters of the block by name.
        device: the entity in the job's context, to read and to change; None where the step runs once for the
            block.
        dry_run: whether nothing may be changed.
    """

    logger: BaseLogger
    params: Mapping[str, Any]
    device: Any
    dry_run: bool
    _session: Callable[[], Session]

    @property
    def session(self) -> Session:
        """The open session of the device; opened by the first use. It blocks: not for an `async def`."""
        return self._session()

    def run_in_thread(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The SDK's `run_in_thread`, for blocking work in an `async def`."""
        from neops_worker_sdk.concurrency import run_in_thread  # it brings asyncio, which lint does without

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
            StepTimeout: it took longer than the step's timeout; its thread is left behind without a session.
        """
        function = load_function(self.reference, self.site.directory)
        arguments = own_copy(self.arguments.evaluate(attempt.scope))
        lease = Lease(attempt.session)
        if wants_step(function):
            arguments[STEP] = StepContext(
                attempt.logger, own_copy(attempt.params), attempt.device, attempt.dry_run, lease.session
            )
        try:
            return {"value": self._value(function, arguments, attempt)}
        except StepTimeout:
            lease.revoke()
            raise
        except Failure:
            raise
        except BaseException as error:
            raise self._failure(error) from error

    def _value(self, function: Callable[..., Any], arguments: dict[str, Any], attempt: Attempt) -> Any:
        def call() -> Any:
            return listed(function(**arguments))

        if attempt.timeout is None or inspect.iscoroutinefunction(function):
            value = call()
        else:
            value = within(attempt.timeout, call)
        if inspect.iscoroutine(value):
            return listed(unboxed(attempt.await_on_loop(boxed(value), attempt.timeout)))
        return value

    def _failure(self, error: BaseException) -> PythonError:
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        theirs = [
            frame for frame in frames if not any(Path(frame.filename).is_relative_to(own) for own in _OURS)
        ]
        mine = [frame for frame in theirs if Path(frame.filename).is_relative_to(self._home)]
        if isinstance(error, TypeError) and not theirs:
            return PythonError(
                f"{self.reference}: {text}", hint="the names under `with` are the function's arguments"
            )
        if not theirs:
            return PythonError(f"{text} (raised in {self.reference})")
        frame = (mine or theirs)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}"
        return PythonError(f"{text} (raised at {place})")

    @property
    def _home(self) -> Path:
        return self.site.directory.resolve()
