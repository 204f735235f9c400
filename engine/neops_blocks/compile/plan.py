"""The plan of a block: its steps compiled, and cut where a `once` step needs the results of all devices.

A plan is made once when the block is compiled, and shared by all its runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from neops_blocks.compile.result import FAILED_SCHEMA, Field, ResultMapping
from neops_blocks.diagnostics import UnsupportedPlatform
from neops_blocks.drivers import canonical
from neops_blocks.model import judge
from neops_blocks.steps.action import Action, Site
from neops_blocks.templates import Value, compile_expression, compile_text, compile_value
from neops_worker_sdk.logger.masking import secret_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from neops_blocks.model import Document, StepModel


DEFAULT_ATTEMPTS = 3
DEFAULT = "default"
_EXPRESSIONS = (("fan_out", "devices"), ("fan_out", "where"), ("result", "message"), ("result", "success"))


@dataclass(frozen=True, slots=True)
class Loop:
    """What a step is repeated over, and the name of the item."""

    over: Value
    name: str


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a step is tried, and when it counts as done; times in seconds."""

    attempts: int | None = 1
    delay: float = 0.0
    backoff: float = 1.0
    until: Value | None = None
    condition: str = ""
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A compiled step; shared by every device and every run."""

    label: str
    id: str | None
    kind: str
    where: str
    action: Action
    when: Value | None = None
    loop: Loop | None = None
    retry: Retry = Retry()
    timeout: float | None = None
    goes_on: bool = False
    once: bool = False
    no_log: bool = False
    connection: Value | None = None
    variants: Mapping[str, Step] = field(default_factory=dict)
    unsupported: frozenset[str] = frozenset()

    def on(self, platform: str | None) -> Step:
        """The step as it is on a platform. Raises UnsupportedPlatform where the author left it out."""
        name = platform or ""
        if name in self.variants:
            return self.variants[name]
        if DEFAULT in self.unsupported or name in self.unsupported:
            on = f"for platform {platform}" if platform else "for a device without a platform"
            raise UnsupportedPlatform(
                f"step '{self.label}' has nothing {on}",
                hint=f"its `platforms` key has {', '.join(sorted(self.variants)) or 'no platform'}",
            )
        return self.variants.get(DEFAULT, self)


@dataclass(frozen=True, slots=True)
class Cut:
    """Steps that run together: for every device its own pipeline, or one `once` step."""

    steps: tuple[Step, ...]
    once: bool


@dataclass(frozen=True, slots=True)
class FanOut:
    """Which devices a block runs on, how many at a time, how many may fail."""

    devices: Value | None = None
    where: Value | None = None
    max_parallel: int | None = None
    max_failures: int | str = 0
    fail_fast: bool = False
    empty_ok: bool = False

    def failures_allowed(self, targets: int) -> int:
        """The number of devices that may fail without failing the block."""
        if isinstance(self.max_failures, int):
            return self.max_failures
        return int(targets * float(self.max_failures.rstrip("% ")) / 100)


@dataclass(frozen=True, slots=True)
class Plan:
    """A block made ready to run."""

    name: str
    run_on: str
    cuts: tuple[Cut, ...]
    fan_out: FanOut
    connection: Value | None
    secrets: frozenset[str]
    result: ResultMapping
    where: str
    places: Mapping[str, str]

    @property
    def has_targets(self) -> bool:
        """Whether there are devices to run on; else every step runs once."""
        return self.run_on != "global" or self.fan_out.devices is not None

    @property
    def one_target(self) -> bool:
        """Whether device scope holds everywhere: the block runs on one device or interface."""
        return self.run_on in ("device", "interface")

    def secrets_in(self, params: Mapping[str, Any]) -> Iterator[str]:
        """The texts of every secret parameter."""
        for name in self.secrets:
            yield from secret_texts(params.get(name))


def make_plan(document: Document) -> Plan:
    """The plan of a valid document."""
    block = document.block
    fan_out = block.fan_out
    return Plan(
        name=block.name,
        run_on=block.run_on,
        cuts=cut(compile_steps(document), one_target=block.one_target),
        fan_out=FanOut(
            devices=None if fan_out.devices is None else compile_expression(fan_out.devices),
            where=None if fan_out.where is None else compile_expression(fan_out.where),
            max_parallel=fan_out.max_parallel,
            max_failures=fan_out.max_failures,
            fail_fast=fan_out.on_error == "fail",
            empty_ok=fan_out.empty == "ok",
        ),
        connection=None if block.connection is None else compile_value(block.connection.given()),
        secrets=frozenset(name for name, parameter in block.parameters.items() if parameter.secret),
        result=_result(document),
        where=str(document.span()),
        places={".".join(key): str(document.span(*key)) for key in _EXPRESSIONS},
    )


def result_schemas(document: Document) -> dict[str, Mapping[str, Any]]:
    """The JSON Schema of each field of the block's result data."""
    schemas: dict[str, Mapping[str, Any]] = {}
    for name, described in document.block.result.data.items():
        schema = described.json_schema()
        schemas[name] = (
            {"type": "object", "additionalProperties": schema} if described.is_per_device else schema
        )
    if document.block.run_on in ("group", "global"):
        schemas["failed"] = FAILED_SCHEMA
    return schemas


def compile_steps(document: Document) -> tuple[Step, ...]:
    """Every step of a valid document, compiled."""
    return tuple(_step(document, model) for model in document.block.steps)


def cut(steps: Sequence[Step], *, one_target: bool = False) -> tuple[Cut, ...]:
    """The list cut at each `once` step; one device has nobody to wait for, so its list is never cut."""
    if one_target:
        return (Cut(tuple(steps), once=False),)
    cuts: list[Cut] = []
    for step in steps:
        if not step.once and cuts and not cuts[-1].once:
            cuts[-1] = Cut((*cuts[-1].steps, step), once=False)
        else:
            cuts.append(Cut((step,), once=step.once))
    return tuple(cuts)


def _step(document: Document, model: StepModel) -> Step:
    return replace(
        _plain_step(document, model),
        variants={
            _platform(name): _plain_step(document, variant) for name, variant in model.variants.items()
        },
        unsupported=frozenset(map(_platform, model.unsupported)),
    )


def _platform(name: str) -> str:
    return name if name == DEFAULT else canonical(name)


def _plain_step(document: Document, model: StepModel) -> Step:
    label = model.id or model.name or f"{model.kind} #{int(model.path[-1]) + 1}"
    where = str(document.span(*model.path))
    site = Site(directory=document.directory, step=label, where=where)
    return Step(
        label=label,
        id=model.id,
        kind=model.kind,
        where=where,
        action=model.build(site),
        when=None if model.when is None else compile_expression(model.when),
        loop=_loop(model),
        retry=_retry(model),
        timeout=model.timeout,
        goes_on=model.on_error == "continue",
        once=model.once,
        no_log=model.no_log,
        connection=None if model.connection is None else compile_value(model.connection.given()),
    )


def _loop(model: StepModel) -> Loop | None:
    if model.loop is None:
        return None
    over = model.loop.over
    return Loop(
        over=compile_value(over) if isinstance(over, list) else compile_expression(over), name=model.loop.as_
    )


def _retry(model: StepModel) -> Retry:
    retry = model.retry
    if retry is None:
        return Retry()
    return Retry(
        attempts=retry.attempts if retry.attempts or retry.within else DEFAULT_ATTEMPTS,
        delay=retry.delay,
        backoff=retry.backoff,
        until=None if retry.until is None else compile_expression(retry.until),
        condition="" if retry.until is None else str(retry.until),
        within=retry.within,
    )


def _result(document: Document) -> ResultMapping:
    result = document.block.result
    return ResultMapping(
        message=None if result.message is None else compile_text(result.message),
        success=None if result.success is None else compile_expression(result.success),
        fields={
            name: Field(
                value=compile_value(field.per_device if field.is_per_device else field.value),
                per_device=field.is_per_device,
                where=str(document.span("result", "data", name)),
                problems=judge(field.json_schema()),
            )
            for name, field in result.data.items()
        },
        with_failed=document.block.run_on in ("group", "global"),
    )
