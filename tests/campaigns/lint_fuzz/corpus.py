"""What inputs are made from: every block and every YAML sample of the repository, and their words."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.lint import RULES
from neops_blocks.source import load

if TYPE_CHECKING:
    from random import Random

ROOT = Path(__file__).parents[3]
_SAMPLE = re.compile(r"(?ms)^(?P<indent> *)```yaml[^\n]*\n(?P<text>.*?)^ *```$")
_WORD = re.compile(r"[A-Za-z_][\w.-]*")
_TEMPLATE = re.compile(r"\{[{%].*?[}%]\}")
_HEADER = "schema: function-block/v1\nname: sample\npackage: fb.example.com\nrun_on: group\ntype: check\n"


@functools.cache
def texts() -> tuple[str, ...]:
    """Blocks first, in an order that is the same on every machine."""
    found = [path.read_bytes().decode("utf-8", "replace") for path in _files()]
    for page in sorted((ROOT / "docs").rglob("*.md")):
        found += [_sample(match) for match in _SAMPLE.finditer(page.read_text(encoding="utf-8"))]
    for rule in RULES:
        found += [_whole(rule.bad), _whole(rule.good)]
    return tuple(dict.fromkeys(text for text in found if text.strip()))


def text(chance: Random) -> str:
    """One of the texts, more often one of the long ones, which are whole blocks."""
    return chance.choice(texts() if chance.random() < 0.7 else _long())


@functools.cache
def _long() -> tuple[str, ...]:
    return tuple(sorted(texts(), key=len)[-40:])


@functools.cache
def plain() -> tuple[dict[str, object], ...]:
    """The blocks as Python data."""
    return tuple(
        document.plain()
        for text in texts()
        for document in load(text, "").documents
        if document.kind == "mapping"
    )


@functools.cache
def words() -> tuple[str, ...]:
    """Keys, kinds of steps, names of filters: everything that is a word in some text."""
    return tuple(sorted({word for text in texts() for word in _WORD.findall(text)}))


@functools.cache
def templates() -> tuple[str, ...]:
    """The templates in the texts, with their braces."""
    return tuple(sorted({found for text in texts() for found in _TEMPLATE.findall(text)}))


def _files() -> list[Path]:
    found = [path for room in ("blocks", "examples", "tests") for path in (ROOT / room).rglob("*.yaml")]
    return sorted(found, key=lambda path: (path.name, path.as_posix()))


def _sample(match: re.Match[str]) -> str:
    return _whole(re.sub(rf"(?m)^{match['indent']}", "", match["text"]))


def _whole(text: str) -> str:
    """The text as a block, where it is a part of one."""
    text = text if text.endswith("\n") else f"{text}\n"
    if "schema:" in text:
        return text
    if text.startswith("- "):
        return f"{_HEADER}steps:\n{_indented(text, '  ')}"
    if re.match(r"(?:parameters|steps|result|tests|fan_out|connection|run_on|pure)\b", text):
        return (
            f"{_HEADER}{text}" if "steps:" in text else f"{_HEADER}{text}steps:\n  - command: show version\n"
        )
    first = text.split("\n", 1)
    return f"{_HEADER}steps:\n  - {first[0]}\n{_indented(first[1], '    ')}"


def _indented(text: str, by: str) -> str:
    return "".join(f"{by}{line}" if line.strip() else line for line in text.splitlines(keepends=True))
