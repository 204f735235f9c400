"""How much text, how many items and how much time one evaluation may use."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import TemplateFailure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAX_SIZE = 1024 * 1024
MAX_ITEMS = 100_000
MAX_BITS = 65_536
MAX_SECONDS = 2.0
REGEX_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One evaluation: what it sees, and when it has to be done (monotonic seconds)."""

    scope: Mapping[str, Any]
    end: float


_current: ContextVar[Evaluation | None] = ContextVar("neops_blocks_evaluation", default=None)


@contextmanager
def evaluating(scope: Mapping[str, Any]) -> Iterator[None]:
    """Bound the time of what is done inside."""
    token = _current.set(Evaluation(scope, time.monotonic() + MAX_SECONDS))
    try:
        yield
    finally:
        _current.reset(token)


def names_in_scope() -> tuple[str, ...]:
    """The names that the current evaluation sees."""
    current = _current.get()
    return () if current is None else tuple(map(str, current.scope))


def check_time() -> None:
    """Raise TemplateFailure when the evaluation takes too long."""
    current = _current.get()
    if current is not None and time.monotonic() > current.end:
        raise TemplateFailure(f"the template takes longer than {MAX_SECONDS:g} s")


def ticking(items: Iterable[Any]) -> Iterator[Any]:
    """The items, checking the time before each."""
    for item in items:
        check_time()
        yield item


def check_size(size: int, limit: int = MAX_SIZE) -> None:
    """Raise TemplateFailure when a value would be too large."""
    check_time()
    if size > limit:
        raise TemplateFailure(f"a value in the template is too large: at most {limit} characters or items")


def joined(items: Iterable[Any], separator: str = "") -> str:
    """Texts joined, counting before building."""
    parts: list[str] = []
    size = 0
    for item in items:
        text = str(item)
        size += len(text) + len(separator)
        check_size(size)
        parts.append(text)
    return separator.join(parts)


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
        if isinstance(value, int) and abs(value) > MAX_SIZE:
            check_size(abs(value))


def check_operation(operator: str, left: Any, right: Any) -> None:
    """Refuse an arithmetic operation whose result would be too large."""
    check_time()
    if operator == "*":
        _check_product(left, right)
    elif operator == "**":
        if isinstance(left, int) and isinstance(right, int):
            check_size(left.bit_length() * abs(right), MAX_BITS)
    elif operator == "%" and isinstance(left, str):
        check_format(left)
        check_size(
            len(left) + sum(len(str(part)) for part in (right if isinstance(right, tuple) else (right,)))
        )
    elif operator == "+" and isinstance(left, (str, list, tuple)) and isinstance(right, (str, list, tuple)):
        check_size(len(left) + len(right))


def _check_product(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        check_size(left.bit_length() + right.bit_length(), MAX_BITS)
        return
    for sequence, count in ((left, right), (right, left)):
        if isinstance(sequence, (str, bytes, list, tuple)) and isinstance(count, int):
            check_size(len(sequence) * max(count, 0))
