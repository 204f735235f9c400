"""From the `parse` key to a parser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import did_you_mean
from neops_blocks.parsers.data import Json, Lines, jmespath_parser
from neops_blocks.parsers.pattern import pattern
from neops_blocks.parsers.port import ParseInput, Parser, ParserSpecError
from neops_blocks.parsers.textfsm_file import textfsm_file
from neops_blocks.parsers.textfsm_ntc import NtcTemplates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_PLAIN: Mapping[str, Callable[[], Parser]] = {"textfsm": NtcTemplates, "json": Json, "lines": Lines}
_LATER = ("xml", "ttp", "table")
PARSERS = ("textfsm", "regex", "json", "jmespath", "lines")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Parsers in order, each on what the one before found."""

    parsers: tuple[Parser, ...]

    def parse(self, text: Any, about: ParseInput) -> Any:
        """What the last one finds."""
        for parser in self.parsers:
            text = parser.parse(text, about)
        return text


def build_parser(spec: Any, *, directory: Path) -> Parser:
    """The parser of a `parse` key; files are looked for in the directory.

    Raises:
        ParserSpecError: the key is wrong.
    """
    if isinstance(spec, list):
        if not spec:
            raise ParserSpecError("the list of parsers is empty")
        return Pipeline(tuple(build_parser(part, directory=directory) for part in spec))
    if isinstance(spec, str):
        if spec in _PLAIN:
            return _PLAIN[spec]()
        if spec in PARSERS:
            raise ParserSpecError(f"parser {spec!r} needs a value: {{{spec}: ...}}")
        raise _unknown(spec)
    if isinstance(spec, dict):
        return _with_value(spec, directory)
    raise ParserSpecError("parse is a name, a mapping such as {regex: ...}, or a list of those")


def _with_value(spec: dict[str, Any], directory: Path) -> Parser:
    name = next((key for key in spec if key != "many"), "")
    extra = set(spec) - {name} - ({"many"} if name == "regex" else set())
    value = spec.get(name)
    if name not in {"textfsm", "regex", "jmespath"}:
        raise _unknown(name)
    if extra:
        raise ParserSpecError(f"parser {name!r} has no key {min(map(str, extra))!r}")
    if not isinstance(value, str) or not isinstance(spec.get("many", False), bool):
        raise ParserSpecError(f"parser {name!r} needs a text; many is true or false")
    if name == "textfsm":
        return textfsm_file(value, directory)
    return pattern(value, many=spec.get("many", False)) if name == "regex" else jmespath_parser(value)


def _unknown(name: str) -> ParserSpecError:
    if name in _LATER:
        return ParserSpecError(f"parser {name!r} is not available in this version")
    return ParserSpecError(f"there is no parser {str(name)!r}; {did_you_mean(str(name), PARSERS)}")
