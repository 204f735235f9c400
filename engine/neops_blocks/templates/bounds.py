"""How much an expression may produce and how long it may take, so that a typing error cannot stop a worker."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from neops_blocks.diagnostics import TemplateFailure

MAX_TEXT = 4 * 1024 * 1024
MAX_ITEMS = 1_000_000
MAX_BITS = 4096
MAX_SECONDS = 5.0
TICKS = 256

_DEADLINE: ContextVar[float | None] = ContextVar("neops_template_deadline", default=None)
_WIDE = re.compile(r"[0-9]{6,}|%[^%a-zA-Z]*\*")
_PADDING = frozenset({"center", "ljust", "rjust", "zfill", "expandtabs"})


@contextmanager
def limited() -> Iterator[None]:
    """Evaluate within MAX_SECONDS; an evaluation inside another shares its limit."""
    if _DEADLINE.get() is not None:
        yield
        return
    token = _DEADLINE.set(time.monotonic() + MAX_SECONDS)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def check_time() -> None:
    """Raises TemplateFailure once the time is over."""
    deadline = _DEADLINE.get()
    if deadline is not None and time.monotonic() > deadline:
        raise TemplateFailure(
            f"the expression took longer than {MAX_SECONDS:g} s", hint="move heavy work to a python step"
        )


def ticked(items: Iterable[Any]) -> Iterator[Any]:
    """The items, looking at the clock now and then."""
    for number, item in enumerate(items):
        if number % TICKS == 0:
            check_time()
        yield item


def check_size(size: float, *, limit: int = MAX_TEXT) -> None:
    """Raises TemplateFailure where a value would grow beyond the limit."""
    if size > limit:
        raise TemplateFailure(
            "the expression would make a value that is too large",
            hint=f"texts end at {MAX_TEXT // 1024 // 1024} MiB, lists at {MAX_ITEMS:,} items",
        )


def check_operation(operator: str, left: Any, right: Any) -> None:
    """Look at the operands of `*`, `**`, `+` and `%` before they are computed."""
    if operator == "*":
        _check_product(left, right)
    elif operator == "**" and isinstance(left, int) and isinstance(right, int):
        check_size(max(left.bit_length(), 1) * max(right, 0), limit=MAX_BITS)
    elif operator == "+" and isinstance(left, Sized) and isinstance(right, Sized):
        check_size(len(left) + len(right), limit=_limit(left))
    elif operator == "%" and isinstance(left, str | bytes):
        _check_format(str(left), right if isinstance(right, tuple) else (right,))


def check_call(function: Any, arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> None:
    """Look at a call of a text's method before it is made."""
    owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    if not isinstance(owner, str):
        return
    if name in _PADDING:
        numbers = [value for value in (*arguments, *keywords.values()) if isinstance(value, int)]
        check_size(len(owner) * max([1, *numbers]) if name == "expandtabs" else max([0, *numbers]))
    elif name == "replace" and len(arguments) > 1:
        check_replace(owner, arguments[0], arguments[1])
    elif name == "join" and arguments and isinstance(arguments[0], list | tuple):
        check_join(owner, arguments[0])
    elif name in ("format", "format_map"):
        _check_format(owner, (*arguments, *keywords.values()))


def check_replace(text: str, old: Any, new: Any) -> None:
    """Look at the result of replacing texts before it is made."""
    check_size(len(text) + text.count(str(old)) * len(str(new)))


def check_join(separator: str, items: Iterable[Any]) -> None:
    """Look at the length of joined texts before they are joined."""
    sizes = [len(item) if isinstance(item, str) else 16 for item in items]
    check_size(sum(sizes) + len(separator) * len(sizes))


def _check_product(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        check_size(left.bit_length() + right.bit_length(), limit=MAX_BITS)
        return
    for many, times in ((left, right), (right, left)):
        if isinstance(many, str | bytes | list | tuple) and isinstance(times, int):
            check_size(len(many) * max(times, 0), limit=_limit(many))


def _check_format(template: str, values: Iterable[Any]) -> None:
    nested = ":{" in template and any(isinstance(value, int) and value > MAX_ITEMS for value in values)
    if nested or _WIDE.search(template):
        raise TemplateFailure("a format with a width from a value, or of six digits or more, is refused")


def _limit(value: Any) -> int:
    return MAX_TEXT if isinstance(value, str | bytes) else MAX_ITEMS
