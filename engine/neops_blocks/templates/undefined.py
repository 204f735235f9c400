"""What an expression gets for a name, key or attribute that is not there: a sentence instead of a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.utils import missing

from neops_blocks.diagnostics import did_you_mean
from neops_blocks.templates.bounds import names_in_scope

LONGEST = 80
_KINDS: dict[type, str] = {
    str: "text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    tuple: "a list",
    type(None): "null",
}


class Missing(StrictUndefined):
    """Raises UndefinedError, with a sentence that says what is missing, whenever it is used as a value."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            name = str(self._undefined_name)
            return (
                f"there is no name {name!r} here; {did_you_mean(name, names_in_scope(), what='names here')}"
            )
        return explain(self._undefined_obj, self._undefined_name)


def explain(obj: Any, name: Any) -> str:
    """Why `name` is not in obj; asks the object first, by its method `explain_missing`."""
    own = getattr(type(obj), "explain_missing", None)
    sentence = own(obj, str(name)) if callable(own) else None
    if sentence:
        return str(sentence)
    shown = repr(name) if len(repr(name)) <= LONGEST else repr(str(name)[:LONGEST])
    if isinstance(obj, Mapping):
        return f"the mapping has no key {shown}; {did_you_mean(str(name), map(str, obj), what='it has')}"
    if isinstance(obj, (list, tuple)):
        if isinstance(name, int):
            return f"the list has {len(obj)} items, there is no item {shown}"
        return f"a list has no {shown}: take an item by its number, or use a filter such as map"
    return f"{_KINDS.get(type(obj), type(obj).__name__)} has no {shown}"
