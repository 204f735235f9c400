"""What every step has, whatever its kind."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, WithJsonSchema, model_validator

from neops_blocks.model.connection import ConnectionModel  # noqa: TC001 - pydantic reads it
from neops_blocks.model.strict import Expression, Name, Pause, Seconds, Strict, expected
from neops_blocks.model.templates import Part, TemplateUse, expression_in, templates_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMMON_RESULT_FIELDS = frozenset({"ok", "skipped", "error", "attempts", "elapsed"})
UNSUPPORTED = "unsupported"


def _overlay(value: Any) -> Any:
    if isinstance(value, dict) or value == UNSUPPORTED:
        return value
    raise expected("the keys to replace on this platform, or `unsupported`")


Overlay = Annotated[
    Any, BeforeValidator(_overlay), WithJsonSchema({"anyOf": [{"type": "object"}, {"const": UNSUPPORTED}]})
]


class LoopModel(Strict, defer_build=False):
    """What a step is repeated over; `loop: VALUE` is short for `loop: {over: VALUE}`."""

    over: Expression
    """A list, or an expression that gives one."""

    as_: Name = Field(default="item", alias="as")
    """The name of the item."""

    @classmethod
    def published(cls, mapping: dict[str, Any]) -> dict[str, Any]:
        """An expression or a list is short for `over`."""
        return {"anyOf": [{"title": "a list, or an expression", "type": ["string", "array"]}, mapping]}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, (str, list)):
            return {"over": data}
        if isinstance(data, dict):
            return data
        raise expected("a list, an expression, or a mapping with `over`")


class RetryModel(Strict, defer_build=False):
    """How often a step is tried."""

    attempts: Annotated[int, Field(ge=1)] | None = None
    """The most attempts."""

    delay: Pause = 0.0
    """Seconds between two attempts."""

    backoff: Annotated[float, Field(ge=1, allow_inf_nan=False)] = 1.0
    """What the delay is multiplied by after each attempt."""

    until: Expression | None = None
    """The step is tried until this holds; without it, until there is no error."""

    within: Seconds | None = None
    """Seconds after which no further attempt begins."""


class StepModel(Strict):
    """The common keys of a step; a kind adds its own, one of them named like the kind.

    Class attributes of a kind:
        kind: its name, and its key.
        device_only: whether it needs a device, so that it can neither run once nor without targets.
        result_fields: what its result has beside the fields of every result.
        snippet: what editors insert for it, with places to fill in such as `${1:show version}`.
    """

    kind: ClassVar[str] = ""
    device_only: ClassVar[bool] = False
    result_fields: ClassVar[frozenset[str]] = frozenset()
    snippet: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    id: Name | None = None
    """What other steps call it by."""

    name: str | None = None
    """A title for people."""

    when: Expression | None = None
    """The step is skipped unless this holds."""

    loop: LoopModel | None = None
    """Repeat the step for each item."""

    retry: RetryModel | None = None
    """Try again when the step fails."""

    timeout: Seconds | None = None
    """Seconds for each attempt."""

    on_error: Literal["fail", "continue"] = "fail"
    """`continue`: record the error and go on."""

    once: bool = False
    """Run once for the block instead of once per device."""

    platforms: dict[str, Overlay] = Field(default_factory=dict)
    """Keys to replace on a platform; `default: unsupported` leaves out every other platform."""

    no_log: bool = False
    """Hide the whole step in outputs, errors and logs."""

    connection: ConnectionModel | None = None
    """A session of its own for this step."""

    _path: tuple[Part, ...] = PrivateAttr(default=())
    _variants: dict[str, StepModel] = PrivateAttr(default_factory=dict)

    @property
    def path(self) -> tuple[Part, ...]:
        """Where the step stands in the document, such as ("steps", 2)."""
        path: tuple[Part, ...] = self._private("_path", ())
        return path

    @property
    def variants(self) -> Mapping[str, StepModel]:
        """The whole step as it is on each platform of the `platforms` key that has keys of its own."""
        return MappingProxyType(self._private("_variants", {}))

    def _private(self, name: str, missing: Any) -> Any:
        """A private attribute; pydantic takes ten times as long, and rules ask for these all the time."""
        return (self.__pydantic_private__ or {}).get(name, missing)

    @property
    def unsupported(self) -> frozenset[str]:
        """The platforms, or "default", that the author left out."""
        return frozenset(name for name, overlay in self.platforms.items() if overlay == UNSUPPORTED)

    def placed(self, path: tuple[Part, ...], variants: Mapping[str, StepModel]) -> StepModel:
        """This step, knowing where it stands and what it is on each platform."""
        self._path = path
        self._variants = dict(variants)
        return self

    def fields(self) -> frozenset[str]:
        """What `steps.<id>` has after this step."""
        own = frozenset({"results"}) if self.loop is not None else self.own_fields()
        return own | COMMON_RESULT_FIELDS

    def own_fields(self) -> frozenset[str]:
        """What one run of the step has beside that; a kind may leave out what its keys never give."""
        return self.result_fields

    def templates(self) -> Iterator[TemplateUse]:
        """Where the step has templates, from its own mapping; a kind adds those of its keys."""
        if self.when is not None:
            yield from expression_in(self.when, "when")
        if self.loop is not None:
            yield from expression_in(self.loop.over, "loop", "over")
        if self.retry is not None and self.retry.until is not None:
            yield from expression_in(self.retry.until, "retry", "until", scope_hint="until")
        if self.connection is not None:
            yield from templates_in(self.connection.given(), "connection")

    def build(self, site: Any) -> Any:
        """The compiled step; every kind has its own."""
        raise NotImplementedError(f"{type(self).__name__}.build({site})")
