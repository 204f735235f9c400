"""What an expression gets for a name, key or attribute that is not there: a sentence instead of a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined

from neops_blocks.diagnostics import closest

SHOWN = 8


class Missing(StrictUndefined):
    """Raises UndefinedError, with a sentence that says what is missing, whenever it is used as a value."""

    __slots__ = ()


def explain(obj: Any, name: Any) -> str:
    """Why `name` is not in obj; asks the object first, by its method `explain_missing`."""
    own = getattr(obj, "explain_missing", None)
    if callable(own):
        sentence = own(name)
        if sentence:
            return str(sentence)
    if isinstance(obj, Mapping):
        return f"the mapping has no key {name!r}; {_there(name, obj)}"
    if isinstance(obj, list | tuple):
        if isinstance(name, int):
            return f"the list has {len(obj)} items, there is no item {name}"
        return f"a list has no {name!r}: take an item by its number, or use a filter such as map"
    if obj is None:
        return f"null has no {name!r}"
    kind = {str: "text", int: "a number", float: "a number", bool: "true or false"}.get(type(obj), type(obj).__name__)
    return f"{kind} has no {name!r}"


def _there(name: Any, mapping: Mapping[Any, Any]) -> str:
    keys = [str(key) for key in mapping]
    near = closest(str(name), keys)
    if near is not None:
        return f"did you mean {near!r}?"
    if not keys:
        return "it is empty"
    return f"it has {', '.join(keys[:SHOWN])}{', ...' if len(keys) > SHOWN else ''}"
