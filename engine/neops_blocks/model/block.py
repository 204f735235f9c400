"""A block: its header, parameters, fan-out, steps and result."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from neops_blocks.model.connection import ConnectionModel  # noqa: TC001
from neops_blocks.model.schema import ParameterSchema, ResultField  # noqa: TC001
from neops_blocks.model.step import StepModel  # noqa: TC001
from neops_blocks.model.strict import Expression, Name, Strict, expected

SCHEMA = "function-block/v1"
_PERCENT = r"(100|[0-9]{1,2})%"
_IDENTIFIER = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
_VERSION = r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}"


def _max_failures(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(_PERCENT, value):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise expected('a number of devices, or a part of them such as "10%"')


def _identifier(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(_IDENTIFIER, value):
        raise PydanticCustomError("bad_identifier", "{name} is no identifier", {"name": value})
    return value


def _version(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(_VERSION, value):
        raise PydanticCustomError("bad_version", "{name} is no version", {"name": value})
    return value


def _text(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


Identifier = Annotated[str, BeforeValidator(_identifier), WithJsonSchema(_text(_IDENTIFIER))]
Version = Annotated[str, BeforeValidator(_version), WithJsonSchema(_text(_VERSION))]
MaxFailures = Annotated[
    Any,
    BeforeValidator(_max_failures),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, _text(_PERCENT)]}),
]


class FanOut(Strict):
    """How the block meets many devices."""

    devices: Expression | None = None
    """The targets of a global block: an expression over `devices`."""

    where: Expression | None = None
    """Only the devices for which this holds."""

    max_parallel: Annotated[int, Field(ge=1)] | None = None
    """The most sessions that are open at one time."""

    max_failures: MaxFailures = 0
    """The block still succeeds with this many failed devices: a number, or a part such as 10%."""

    on_error: Literal["continue", "fail"] = "continue"
    """`fail`: the first error ends the block."""

    empty: Literal["ok", "fail"] = "fail"
    """`ok`: a block without targets succeeds."""


class ResultModel(Strict):
    """What the block gives back."""

    message: str | None = None
    """One line for people."""

    success: Expression | None = None
    """Whether the block succeeded; without it, max_failures decides."""

    data: dict[Name, ResultField] = Field(default_factory=dict)
    """Named fields."""


class BlockModel(Strict):
    """A document of the language, version 1."""

    schema_version: Literal["function-block/v1"] = Field(alias="schema")
    """The version of the language."""

    name: Identifier
    """The name of the block in its package."""

    package: Identifier
    """The package, such as fb.example.com."""

    version: Version = "1.0.0"
    """The version, three numbers."""

    description: str = ""
    """What the block does, in a sentence."""

    run_on: Literal["device", "group", "interface", "global"]
    """What a job of this block is about."""

    type: Literal["configure", "facts", "check", "execute", "none"]
    """What the block is for."""

    pure: bool = False
    """No side effects: safe to discard."""

    idempotent: bool = False
    """Safe to run again."""

    deprecated: bool = False
    """Nobody should begin to use it."""

    parameters: dict[Name, ParameterSchema] = Field(default_factory=dict)
    """What whoever runs the block may give."""

    connection: ConnectionModel | None = None
    """How the sessions to the devices are opened."""

    fan_out: FanOut = Field(default_factory=FanOut)
    """How the block meets many devices."""

    steps: Annotated[list[StepModel], Field(min_length=1)]
    """What the block does, in order."""

    result: ResultModel = Field(default_factory=ResultModel)
    """What the block gives back."""

    tests: list[dict[str, Any]] = Field(default_factory=list)
    """Runs without a network, and what has to come out."""

    @property
    def version_tuple(self) -> tuple[int, int, int]:
        """The version as three numbers."""
        major, minor, patch = map(int, self.version.split("."))
        return major, minor, patch

    @property
    def one_target(self) -> bool:
        """Whether the block works on exactly one device, so that device scope is everywhere."""
        return self.run_on in ("device", "interface")

    @property
    def without_targets(self) -> bool:
        """Whether the block has no devices to work on, so that every step runs once."""
        return self.run_on == "global" and self.fan_out.devices is None
