"""How much text, how many items and how much time one evaluation may use."""

from __future__ import annotations

import math
import re
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import TemplateFailure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_TEXT = 8 * 1024 * 1024
MAX_ITEMS = 2_000_000
MAX_MADE = 256 * 1024 * 1024
MAX_BITS = 65_536
MAX_WIDTH = 100_000
MAX_SECONDS = 2.0
REGEX_SECONDS = 0.5
ITEM = 8
TICKS = 32


class Evaluation:
    """One evaluation: the names it sees, what it has made so far (bytes, roughly), and when it began.

    Only the computing time of its own thread counts, so that fifty devices evaluated side by side do not take
    each other's time; the clock is cheaper to ask, and is asked first.
    """

    __slots__ = ("began", "clock_end", "made", "scope", "seconds")

    def __init__(self, scope: Mapping[str, Any]) -> None:
        self.scope = scope
        self.made = 0
        self.seconds = min(MAX_SECONDS, _most.get())
        self.began = time.thread_time()
        self.clock_end = time.monotonic() + self.seconds

    def check_time(self) -> None:
        """Raise TemplateFailure when the time is over."""
        if time.monotonic() > self.clock_end and time.thread_time() - self.began > self.seconds:
            raise TemplateFailure(
                f"the template takes longer than {self.seconds:g} s", hint="move heavy work to a python step"
            )


_most: ContextVar[float] = ContextVar("neops_blocks_most_seconds", default=math.inf)
_current: ContextVar[Evaluation | None] = ContextVar("neops_blocks_evaluation", default=None)


@contextmanager
def evaluating(scope: Mapping[str, Any]) -> Iterator[None]:
    """Bound what is done inside."""
    token = _current.set(Evaluation(scope))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def evaluating_at_most(seconds: float) -> Iterator[None]:
    """Give each evaluation inside less time than it has otherwise."""
    token = _most.set(seconds)
    try:
        yield
    finally:
        _most.reset(token)


def names_in_scope() -> tuple[str, ...]:
    """The names that the current evaluation sees."""
    current = _current.get()
    return () if current is None else tuple(map(str, current.scope))


def check_time() -> None:
    """Raise TemplateFailure when the evaluation takes too long."""
    current = _current.get()
    if current is not None:
        current.check_time()


def ticked(items: Iterable[Any]) -> Iterator[Any]:
    """The items, looking at the time now and then."""
    current = _current.get()
    for number, item in enumerate(items):
        if current is not None and number % TICKS == 0:
            current.check_time()
        yield item


def check_size(size: float, *, limit: int = MAX_TEXT, unit: str = "characters") -> None:
    """Raise TemplateFailure where a value would be larger than the limit."""
    if size > limit:
        raise TemplateFailure(f"a value in the template is too large: at most {limit:,} {unit}")
    check_time()


def check_items(size: int) -> None:
    """Raise TemplateFailure where a list or mapping would have too many items."""
    check_size(size, limit=MAX_ITEMS, unit="items")


def count_made(value: Any) -> Any:
    """The value, its size counted; raises TemplateFailure when it, or all that was made, is too large."""
    if isinstance(value, (str, bytes)):
        check_size(len(value))
        weight = len(value)
    elif isinstance(value, (list, tuple, dict, set)):
        check_items(len(value))
        weight = len(value) * ITEM
    else:
        return value
    current = _current.get()
    if current is not None:
        current.made += weight
        if current.made > MAX_MADE:
            raise TemplateFailure("the template makes too many large values")
    return value


def check_weight(*values: Any) -> None:
    """Raise TemplateFailure for lists that hold each other so often that nothing can walk through them."""
    seen, waiting = 0, [value for value in values if isinstance(value, (list, tuple, dict))]
    while waiting:
        container = waiting.pop()
        items: Iterable[Any] = container.values() if isinstance(container, dict) else container
        waiting += [item for item in items if isinstance(item, (list, tuple, dict))]
        seen += len(container) + 1
        if len(waiting) % TICKS == 0:
            check_time()
        if seen > MAX_ITEMS or len(waiting) > MAX_ITEMS:
            check_items(seen + len(waiting))
    check_time()


def check_replace(text: str, old: str, new: str) -> None:
    """Refuse a replacement whose result would be too large."""
    check_size(len(text) + (text.count(old) if old else len(text) + 1) * len(new))


def check_format(text: str) -> None:
    """Refuse widths in a format that would make a huge text."""
    if "*" in text or re.search(r"\d{6,}", text) or re.search(r"\{[^{}]*:[^{}]*\{", text):
        raise TemplateFailure("a width in a format is too large, or not written as a number")


def check_numbers(values: Iterable[Any]) -> None:
    """Refuse arguments that are counts beyond all use: widths, repetitions."""
    for value in values:
        if isinstance(value, int) and abs(value) > MAX_WIDTH:
            raise TemplateFailure(f"a number is too large here: at most {MAX_WIDTH:,}")


def check_operation(operator: str, left: Any, right: Any) -> None:
    """Refuse an operation whose result would be too large."""
    if operator == "*":
        _check_product(left, right)
    elif operator == "**":
        if isinstance(left, int) and isinstance(right, int):
            check_size(left.bit_length() * abs(right), limit=MAX_BITS, unit="bits")
    elif operator == "%" and isinstance(left, (str, bytes)):
        check_format(left if isinstance(left, str) else left.decode("latin-1"))
    elif operator == "+" and isinstance(left, str) and isinstance(right, str):
        check_size(len(left) + len(right))
    elif operator == "+" and isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        check_items(len(left) + len(right))


def _check_product(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        check_size(left.bit_length() + right.bit_length(), limit=MAX_BITS, unit="bits")
        return
    for sequence, count in ((left, right), (right, left)):
        if isinstance(count, int) and isinstance(sequence, (str, bytes)):
            check_size(len(sequence) * max(count, 0))
        elif isinstance(count, int) and isinstance(sequence, (list, tuple)):
            check_items(len(sequence) * max(count, 0))
