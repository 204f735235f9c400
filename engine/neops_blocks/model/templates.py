"""Where a step has templates: what a step kind tells the linter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = str | int
ScopeHint = Literal["normal", "until"]


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """A text that is evaluated.

    Attributes:
        path: where it stands, from the mapping that was asked.
        text: the template.
        bare: whether it is an expression without braces.
        scope_hint: "until" where the names of an `until` expression are known, "normal" else.
    """

    path: tuple[Part, ...]
    text: str
    bare: bool = False
    scope_hint: ScopeHint = "normal"


def templates_in(value: Any, *prefix: Part) -> Iterator[TemplateUse]:
    """Every text inside a YAML value, as a template with braces."""
    if isinstance(value, str):
        yield TemplateUse(prefix, value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from templates_in(item, *prefix, key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from templates_in(item, *prefix, index)


def expression_in(value: Any, *prefix: Part, scope_hint: ScopeHint = "normal") -> Iterator[TemplateUse]:
    """A bare expression where the value is text; the templates in it where it is a list."""
    if isinstance(value, str):
        yield TemplateUse(prefix, value, bare=True, scope_hint=scope_hint)
    else:
        yield from templates_in(value, *prefix)
