"""Plants faults that have a fix into YAML text; each line knows the faults in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Line:
    """A line without its end, and the faults in it; `extra`: it is there because of its fault only."""

    text: str
    faults: tuple[str, ...] = ()
    extra: bool = False


@dataclass(frozen=True)
class Fault:
    """What is replaced by what to make it.

    Attributes:
        safe: its fix is safe.
        valid: the block is valid with it.
        ends: the text has to end on its line.
        outside: it stands in no comment.
        lines: what a line becomes: one line, or several.
    """

    pattern: re.Pattern[str]
    lines: Callable[[re.Match[str]], str]
    safe: bool
    valid: bool = False
    ends: bool = False
    outside: bool = False


def _to(template: str) -> Callable[[re.Match[str]], str]:
    return lambda match: match.expand(template)


def _misspelt(match: re.Match[str]) -> str:
    """The last two characters change places; where they are the same, the last one stands twice more."""
    word = match.group()
    if word[-1] == word[-2]:
        return f"{word}{word[-1]}"
    return f"{word[:-2]}{word[-1]}{word[-2]}"


def _unsafe(pattern: str, lines: str | Callable[[re.Match[str]], str] = _misspelt, **more: bool) -> Fault:
    lines = _to(lines) if isinstance(lines, str) else lines
    return Fault(re.compile(pattern), lines, safe=False, **more)


def _safe(pattern: str, lines: str, **more: bool) -> Fault:
    return Fault(re.compile(pattern), _to(lines), safe=True, **more)


_KEYS = "timeout|retry|when|parameters|message|value|platforms|type|description|on_error|set|command|attempts|until"
_WHOLE_TEMPLATE = r"(?P<quote>[\"'])(?P<text>\{\{[^\"'\n{}]*\}\})(?P=quote)"
_BEGINS = re.compile(r"\s*(?:$|[#}\-.]|[\w\"]+:)")
"""A line that goes on with no text of the one before."""
_COMMENT = re.compile(r"(?:^|\s)#")
_BEHIND_A_WORD = r"(?<=[\w}\]])$"

FAULTS = {
    "NB101 text behind a template": _safe(r"(?<=: )[\"'](\{\{[^\"'\n{}]*\}\})[\"']$", r"\1 and more"),
    "NB101 a tab behind a dash": _safe(r"^([ ]*-)[ ](?=\w+: |\w+ \w+$)", r"\1\t"),
    "NB101 a tab for four spaces": _safe(r"^[ ]{4}(?=timeout: )", "\t"),
    "NB101 a colon": _unsafe(r"(?<=command: )show \w+$", r"\g<0>: all", ends=True),
    "NB101 text behind quotes": _unsafe(r"(?<=: )(\"[^\"'\n]*\")$", r"\1 and more"),
    "NB102 no quotes": _safe(_WHOLE_TEMPLATE, r"\g<text>"),
    "NB104 a tag": _unsafe(r"(?<=command: )(?=show \w+$)", "!"),
    "NB105 an exclamation mark": _unsafe(r"(?<=command: )(?=show(?!.*: all))", "! "),
    "NB105 in a list": _unsafe(r"(?<=- )(?=show clock)", "! "),
    "NB111 a key": _unsafe(r"(?<=[{,] )\"?c\"?(?=: )", "10"),
    "NB114 no": _unsafe(r"\bthree\b(?!:)", "no", valid=True),
    "NB114 base 60": _unsafe(r"\bthree\b(?!:)", "65000:10", valid=True),
    "NB114 a lost zero": _unsafe(r"\bthree\b(?!:)", "12.10", valid=True),
    "NB115 a comment": _unsafe(r"(?<=command: )show \w+$", r"\g<0> | include #1", valid=True, ends=True),
    "NB116 a tab behind a colon": _safe(r"(?<=\w:) (?=[\w\"\'])", "\t", valid=True, outside=True),
    "NB116 a tab before a comment": _safe(r"(?<=[\w}])[ ]+(?=# )", "\t\t", valid=True),
    "NB116 an empty line": _safe(r"^(?=[ ]*(?:-|\w+:))", "\x85\n", valid=True),
    "NB201 a key": _unsafe(rf"\b(?:{_KEYS})(?=:)"),
    "NB203 a number": _unsafe(r"(?<=timeout: )\d+(?=[^\w.]|$)", r'"\g<0>"'),
    "NB203 seconds": _unsafe(r"(?<=timeout: )\d+(?=[^\w.]|$)", r"\g<0>s"),
    "NB203 true": _unsafe(r"(?<=: )true\b", "yes"),
    "NB204 a value": _unsafe(r"(?<=: )(?:continue|device|check|integer|string)\b"),
    "NB207 a version": _unsafe(r"function-block/v1(?=\s*(?:#|$))", "function-block/v2"),
    "NB208 a number": _unsafe(r"(?<=version: )'1.2.0'", "1.10"),
    "NB401 a step": _unsafe(r"(?<=steps\.)first"),
    "NB403 a platform": _unsafe(r"\bjunos(?=:)"),
    "NB502 a filter": _unsafe(r"(?<= \| )(?:upper|lower|length|default)\b"),
    "NB503 a test": _unsafe(r"(?<= is )defined\b"),
    "NB504 a name": _unsafe(r"\b(?:device|params|steps)(?=\.)"),
    "NB504 a parameter": _unsafe(r"\bparams\.(?=vlan|interface)", ""),
    "NB505 a parameter": _unsafe(r"(?<=params\.)\w{3,}"),
    "NB505 a new parameter": _unsafe(r"(?<=params\.)vlan\b", "qqq"),
    "NB506 a field": _unsafe(r"(?<=steps\.first\.)output\b"),
    "NB509 no braces": _unsafe(
        r"(?<=[eu][te]: )[\"']\{\{ ((?:steps|params)[\w.]+) \}\}[\"']", r"\1", valid=True
    ),
    "NB512 a field": _unsafe(r"(?<=device\.)name\b"),
    "NB510 braces": _safe(r"(?<=when: )[^\"'\n{}#|>][^\"'\n{}#]+$", r'"{{ \g<0> }}"', valid=True, ends=True),
    "NB510 braces in single quotes": _safe(r"(?<=that: )[^\"'\n{}#,|>][^\"'\n{}#,]+$", r"'{{\g<0>}}'", valid=True, ends=True),
    "NB902 a code": _safe(_BEHIND_A_WORD, "  # neops: ignore[NB999] why", valid=True, ends=True),
    "NB903 a comment": _safe(_BEHIND_A_WORD, " # neops: ignore[NB409, NB304] why", valid=True, ends=True),
    "NB903 a line": _safe(r"^(?=[ ]*- )", "# neops: ignore[NB409]\n", valid=True),
    "NB903 behind a comment": _safe(r"(?<=# )kept \d+$", r"\g<0> # neops: ignore[NB409]", valid=True),
}  # fmt: skip


def plant(lines: Sequence[Line], name: str, number: int) -> list[Line]:
    """The lines with one more fault, at one of the places where it can be; the same where there is none."""
    fault = FAULTS[name]
    places = [
        (at, match)
        for at, line in enumerate(lines)
        if not line.extra and not line.text.lstrip().startswith("#")
        if not fault.ends
        or _BEGINS.match(next((one.text for one in lines[at + 1 :] if one.text.strip()), ""))
        for match in fault.pattern.finditer(line.text)
        if not (fault.outside and _COMMENT.search(line.text, 0, match.start()))
    ]
    if not places:
        return list(lines)
    at, match = places[number % len(places)]
    text = lines[at].text
    *before, last = f"{text[: match.start()]}{fault.lines(match)}{text[match.end() :]}".split("\n")
    faults = (*lines[at].faults, *(() if before else (name,)))
    extra = [Line(one, (name,), extra=True) for one in before]
    return [*lines[:at], *extra, Line(last, faults), *lines[at + 1 :]]
