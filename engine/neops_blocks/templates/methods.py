"""Which methods of values an expression may call: those that only read, and these within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2.runtime import LoopContext

from neops_blocks.templates import bounds

_TEXT = """
    capitalize casefold center count endswith expandtabs find format index isalnum isalpha isascii
    isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust
    lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit
    rstrip split splitlines startswith strip swapcase title upper zfill
"""
_METHODS: dict[type, frozenset[str]] = {
    str: frozenset(_TEXT.split()),
    list: frozenset({"count", "index", "copy"}),
    tuple: frozenset({"count", "index"}),
    set: frozenset({"union", "intersection", "difference", "issubset", "issuperset", "isdisjoint"}),
    int: frozenset({"bit_length", "bit_count"}),
    float: frozenset({"is_integer"}),
    LoopContext: frozenset({"cycle", "changed"}),
}
OF_MAPPING = frozenset({"get", "items", "keys", "values", "copy"})


def may_call(owner: Any, method: str) -> bool:
    """Whether a method of this name only reads its owner."""
    if isinstance(owner, Mapping):
        return method in OF_MAPPING
    return any(isinstance(owner, kind) and method in names for kind, names in _METHODS.items())


def check_text_method(text: str, method: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    """Refuse a call of a text's method whose result would be too large."""
    if method in {"center", "ljust", "rjust", "zfill"}:
        bounds.check_numbers(args)
    elif method == "expandtabs":
        bounds.check_numbers((*args, *kwargs.values()))
        bounds.check_size(text.count("\t") * max([8, *args, *kwargs.values()]) + len(text))
    elif method == "replace" and len(args) > 1 and all(isinstance(part, str) for part in args[:2]):
        bounds.check_replace(text, args[0], args[1])
    elif method == "join" and args and isinstance(args[0], (list, tuple)):
        bounds.check_size(sum(len(item) + len(text) for item in args[0] if isinstance(item, str)))
