"""Judging values by JSON Schema (2020-12): parameters, their defaults, and results, by one validator."""

from __future__ import annotations

import functools
import ipaddress
import re
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import shortened
from neops_blocks.model.document import dotted
from neops_blocks.model.fits import plainly_fits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

SHOWN = 80


def judge(schema: Mapping[str, Any], *, secret: bool = False) -> Callable[[Any], list[str]]:
    """A function that says what is wrong with a value, one sentence each; an empty list where it fits.

    The sentences never show a secret value. jsonschema is loaded by the first value that does not
    plainly fit.
    """

    @functools.cache
    def validator() -> Validator:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(schema, format_checker=format_checker())

    def problems(value: Any) -> list[str]:
        if plainly_fits(value, schema):
            return []
        try:
            errors = sorted(
                validator().iter_errors(value), key=lambda error: [str(part) for part in error.absolute_path]
            )
        except (OverflowError, ValueError):  # what is a multiple is asked by division
            return ["the value holds a number that is too large, or none"]
        return ["the value does not fit its schema" if secret else explain(error) for error in errors]

    return problems


def explain(error: ValidationError) -> str:
    """One sentence about a value that does not fit, naming the place inside the value."""
    place = dotted(tuple(error.absolute_path))
    return f"{place}: {_sentence(error)}" if place else _sentence(error)


def _sentence(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    got = show(error.instance)
    match error.validator:
        case "type":
            types = wanted if isinstance(wanted, list) else [wanted]
            shown = got if error.instance is None else f"{kind_of(error.instance)} {got}"
            return f"expected {' or '.join(types)}, got {shown}"
        case "enum":
            return f"expected one of {', '.join(show(item) for item in wanted)}, got {got}"
        case "const":
            return f"expected {show(wanted)}, got {got}"
        case "format":
            return f"expected {wanted}, got {got}"
        case "pattern":
            return f"{got} does not match the pattern {wanted}"
        case "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum":
            word = {"minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most"}
            return f"expected {word.get(error.validator, 'less than')} {wanted}, got {got}"
        case _:
            return shortened(error.message, 2 * SHOWN)


def show(value: Any) -> str:
    """The value as an author would write it, shortened."""
    text = (
        {True: "true", False: "false", None: "null"}[value]
        if value is None or isinstance(value, bool)
        else repr(value)
    )
    return shortened(text, SHOWN)


def kind_of(value: Any) -> str:
    """The JSON type of a value, in an author's words."""
    names = {bool: "boolean", int: "integer", float: "number", str: "text", dict: "mapping", list: "list"}
    return "null" if value is None else names.get(type(value), type(value).__name__)


@functools.cache
def format_checker() -> FormatChecker:
    """Checks of `format`: those of JSON Schema that need no further package, and `ip`, `cidr`, `mac`."""
    from jsonschema import FormatChecker

    checker = FormatChecker()
    for name, check in _FORMATS.items():
        checker.checks(name)(functools.partial(_holds, check))
    return checker


def _holds(check: Callable[[str], Any], value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return bool(check(value))
    except ValueError:
        return False


_LABEL = r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)"
_HOSTNAME = re.compile(rf"(?=.{{1,253}}\.?$){_LABEL}(\.{_LABEL})*\.?", re.ASCII)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_MAC = re.compile(r"([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|([0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}", re.ASCII)

_FORMATS: Mapping[str, Callable[[str], Any]] = {
    "ipv4": ipaddress.IPv4Address,
    "ipv6": ipaddress.IPv6Address,
    "ip": ipaddress.ip_address,
    "cidr": lambda text: "/" in text and ipaddress.ip_network(text, strict=False),
    "hostname": _HOSTNAME.fullmatch,
    "uri": _URI.fullmatch,
    "date-time": lambda text: _DATE_TIME.fullmatch(text) and _is_date(text[:10]),
    "date": lambda text: len(text) == len("2000-01-01") and _is_date(text),
    "mac": _MAC.fullmatch,
}

FORMATS = (
    "ipv4",
    "ipv6",
    "ip",
    "cidr",
    "mac",
    "hostname",
    "uri",
    "date",
    "date-time",
    "email",
    "uuid",
    "regex",
)
"""Formats that are worth suggesting: each of them is checked."""


def _is_date(text: str) -> bool:
    import datetime

    return bool(datetime.date.fromisoformat(text))
