"""Filters and tests of ours, a file per family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

BUILTIN: Mapping[str, Callable[..., Any]] = {}
TESTS: Mapping[str, Callable[..., Any]] = {}


def netutils_names() -> frozenset[str]:
    return frozenset()


def netutils_filter(name: str) -> Callable[..., Any] | None:
    return None


def entry_point_filter(name: str) -> Callable[..., Any] | None:
    return None


def has_entry_point(name: str) -> bool:
    return False
