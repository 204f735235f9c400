"""From the `parse` key to a parser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import did_you_mean
from neops_blocks.parsers.jmespath_query import jmespath_parser
from neops_blocks.parsers.json_text import Json
from neops_blocks.parsers.lines import Lines
from neops_blocks.parsers.pattern import pattern
from neops_blocks.parsers.port import ParseInput, Parser, ParserSpecError
from neops_blocks.parsers.textfsm_file import textfsm_file
from neops_blocks.parsers.textfsm_ntc import NtcTemplates

if TYPE_CHECKING:
    from pathlib import Path

Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ParserKind:
    """A row of the table of parsers.

    Attributes:
        plain: makes the parser where the name stands alone; None where it needs a value.
        build: makes the parser of a mapping; None where the name stands alone only.
        flags: keys beside the name in the mapping, each true or false.
        reads_text: whether it needs text, and not what another parser found.
        gives_data: whether what it finds is never text.
    """

    plain: Callable[[], Parser] | None = None
    build: Callable[[Options, Path], Parser] | None = None
    flags: frozenset[str] = field(default=frozenset())
    reads_text: bool = True
    gives_data: bool = False


PARSERS: Mapping[str, ParserKind] = {
    "textfsm": ParserKind(
        NtcTemplates, lambda spec, home: textfsm_file(spec["textfsm"], home), gives_data=True
    ),
    "regex": ParserKind(
        None, lambda spec, _: pattern(spec["regex"], many=spec.get("many", False)), frozenset({"many"})
    ),
    "json": ParserKind(Json),
    "jmespath": ParserKind(None, lambda spec, _: jmespath_parser(spec["jmespath"]), reads_text=False),
    "lines": ParserKind(Lines, gives_data=True),
}
LATER = ("table", "ttp", "xml")


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
    """The parser of a `parse` key.

    Args:
        spec: a name, a mapping such as `{regex: ...}`, or a list of those, in order.
        directory: the block's; template files are looked for in it.

    Raises:
        ParserSpecError: unknown parser or key, missing or wrong template, wrong expression, or parsers
            that do not fit together.
    """
    if not isinstance(spec, list):
        return _one(spec, directory)
    if not spec:
        raise ParserSpecError("the list of parsers is empty")
    pipeline = Pipeline(tuple(_one(part, directory) for part in spec))
    for giver, taker in pairwise(map(_name, spec)):
        if PARSERS[giver].gives_data and PARSERS[taker].reads_text:
            raise ParserSpecError(f"{taker!r} reads text, and {giver!r} before it gives data")
    return pipeline


def _one(spec: Any, directory: Path) -> Parser:
    if not isinstance(spec, (str, dict)) or not spec:
        raise ParserSpecError("parse is a name, a mapping such as {regex: ...}, or a list of those")
    name = _name(spec)
    kind = PARSERS.get(name)
    if kind is None:
        raise _unknown(name)
    if isinstance(spec, str):
        if kind.plain is None:
            raise ParserSpecError(f"parser {name!r} needs a value: {{{name}: ...}}")
        return kind.plain()
    if kind.build is None:
        raise ParserSpecError(f"parser {name!r} takes no value: write parse: {name}")
    _check(spec, name, kind)
    return kind.build(spec, directory)


def _name(spec: str | dict[Any, Any]) -> str:
    if isinstance(spec, str):
        return spec
    names = [str(key) for key in spec if key in PARSERS or key in LATER]
    if len(names) > 1:
        raise ParserSpecError(f"{names[0]!r} and {names[1]!r} are two parsers; a list runs them in order")
    return names[0] if names else str(next(iter(spec)))


def _check(spec: Mapping[Any, Any], name: str, kind: ParserKind) -> None:
    for key, value in spec.items():
        if key == name:
            if not isinstance(value, str) or not value.strip():
                raise ParserSpecError(f"parser {name!r} needs a text")
        elif key not in kind.flags:
            guess = did_you_mean(str(key), {name, *kind.flags}, what="its keys")
            raise ParserSpecError(f"parser {name!r} has no key {str(key)!r}; {guess}")
        elif not isinstance(value, bool):
            raise ParserSpecError(f"{key!r} of parser {name!r} is true or false")


def _unknown(name: str) -> ParserSpecError:
    if name in LATER:
        return ParserSpecError(f"parser {name!r} is not available in this version")
    return ParserSpecError(f"there is no parser {name!r}; {did_you_mean(name, PARSERS, what='there are')}")
