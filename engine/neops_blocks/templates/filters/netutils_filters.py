"""netutils' filters: one module imported when first used, with bounds on what goes in."""

from __future__ import annotations

import functools
import ipaddress
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds
from neops_blocks.templates.filters.netutils_names import NETUTILS
from neops_blocks.templates.plain import plain

Function = Callable[..., Any]
MAX_TEXT = 4096
MAX_TOTAL = 200_000
MAX_CONFIG = 256 * 1024
MAX_EXPANDED = 100_000
TEXT_LIMITS = {
    "config_section_not_parsed": MAX_CONFIG,
    "diff_network_config": MAX_CONFIG,
    "feature_compliance": MAX_CONFIG,
    "find_unordered_cfg_lines": MAX_CONFIG,
    "hash_data": bounds.MAX_TEXT,
    "normalise_delimiter_caret_c": MAX_CONFIG,
    "delimiter_change": MAX_CONFIG,
    "paloalto_panos_clean_newlines": MAX_CONFIG,
    "section_config": MAX_CONFIG,
    "uptime_string_to_seconds": 512,
}
_ADDRESSES = (
    ipaddress.IPv4Address,
    ipaddress.IPv6Address,
    ipaddress.IPv4Network,
    ipaddress.IPv6Network,
)
_ATTRIBUTES = frozenset({"__int__", "__str__"})
_importing = threading.Lock()


def load(name: str) -> Function:
    """The filter of a name in NETUTILS, bounded."""
    module = _module(NETUTILS[name])
    return _guarded(name, getattr(module, name))


def _module(name: str) -> Any:
    """A module of netutils; Python 3.11 and 3.12 warn of `crypt`, which `password` imports.

    Filters of warnings belong to the whole process: they are changed for this one import only, once.
    """
    with _importing:
        if name != "password" or "netutils.password" in sys.modules:
            return import_module(f"netutils.{name}")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="'crypt' is deprecated", category=DeprecationWarning)
            return import_module("netutils.password")


def _guarded(name: str, function: Function) -> Function:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        values, options = plain(args), plain(kwargs)
        _check_size(name, (values, options))
        for value in values[:1]:
            _CHECKS.get(name, _fine)(value)
        if name.startswith("ipaddress_"):
            _check_attribute(*values[1:], **options)
        return _without_objects(function(*values, **options))

    return call


def _check_size(name: str, values: Any) -> None:
    longest = TEXT_LIMITS.get(name, MAX_TEXT)
    total, waiting = 0, [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, (list, tuple)):
            waiting += value
        elif isinstance(value, str):
            bounds.check_size(len(value), limit=longest, unit=f"characters for filter {name!r}")
            total += len(value)
        total += 1
        bounds.check_size(
            total + len(waiting), limit=max(MAX_TOTAL, 2 * longest), unit=f"characters for filter {name!r}"
        )


def _check_vlans(config: Any) -> None:
    spans = re.findall(r"(\d+)-(\d+)", str(config))
    _check_expanded(sum(max(0, int(last) - int(first)) for first, last in spans))


def _check_interfaces(pattern: Any) -> None:
    count = 1
    for inside in re.findall(r"\[([\d,\-]+)\]", str(pattern)):
        count *= max(1, sum(map(_span, inside.split(","))))
        _check_expanded(count)


def _span(text: str) -> int:
    found = re.match(r"(-?\d+)-(\d+)\Z", text)
    return max(0, int(found[2]) - int(found[1]) + 1) if found else 1


def _check_expanded(count: int) -> None:
    bounds.check_size(count, limit=MAX_EXPANDED, unit="items from a range")


def _check_attribute(attr: Any = "", **_: Any) -> None:
    for part in str(attr).split("."):
        if part.startswith("_") and part not in _ATTRIBUTES:
            raise TemplateFailure("only public attributes of an address can be read")


def _fine(_: Any) -> None:
    """Nothing to check."""


_CHECKS: dict[str, Callable[[Any], None]] = {
    "vlanconfig_to_list": _check_vlans,
    "interface_range_expansion": _check_interfaces,
}


def _without_objects(value: Any) -> Any:
    """Addresses and networks as texts, which every later step, filter and result can take."""
    if isinstance(value, _ADDRESSES):
        return str(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_without_objects, value))
    return _each(value) if isinstance(value, Iterator) else value


def _each(values: Iterator[Any]) -> Iterator[Any]:
    for value in values:
        yield _without_objects(value)
