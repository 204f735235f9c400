"""What has to be true of a text after its fixes, found out without the code that reads and fixes blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from lab.planted_faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lab.planted_faults import Line

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"#[^\r\n]*")
_DECLARED = r"(?:[ ]*(?:parameters:|\w+: string)\r?\n)*"
_LAST_PARAMETERS = re.compile(r"threshold: .*integer")
_BRACES = re.compile(r"\s*\{\{[-+]?\s*(.*?)\s*[-+]?\}\}\s*", re.DOTALL)
_EXPRESSIONS = {"when", "that", "until", "where", "success", "over", "loop", "devices"}


class Leaf(NamedTuple):
    """A scalar: what it is, and the lines of it and of its keys, from 0."""

    tag: str
    value: str
    style: str
    lines: frozenset[int]


def comments(text: str) -> list[str]:
    """The comments of a text: those between its tokens, and those behind the header of a block of text."""
    found, at = [], 0
    for token in yaml.scan(text, Loader=_LOADER):
        start, end = token.start_mark.index, token.end_mark.index
        found += _COMMENT.findall(text, at, max(at, start))
        if getattr(token, "style", None) in ("|", ">"):
            found += _COMMENT.findall(text[start:end].split("\n", 1)[0])
        at = max(at, end)
    return found


def leaves(text: str) -> dict[tuple[Any, ...], Leaf]:
    """Every scalar of every document by its path."""
    documents = yaml.compose_all(text, Loader=_LOADER)
    return {(at, *path): leaf for at, node in enumerate(documents) for path, leaf in _below(node)}


def _below(
    node: yaml.Node | None, path: tuple[Any, ...] = (), lines: frozenset[int] = frozenset()
) -> Iterator[tuple[tuple[Any, ...], Leaf]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, Leaf(node.tag, node.value, node.style or "", lines | _lines(node))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _below(item, (*path, index), lines)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _below(value, (*path, key.value), lines | _lines(key))


def _lines(node: yaml.Node) -> frozenset[int]:
    return frozenset(range(node.start_mark.line, node.end_mark.line + 1))


def concerned(lines: Sequence[Line], *, unsafe: bool) -> list[bool]:
    """For each line whether a fix may change it; a comment for the linter goes with what it is about."""
    declared = unsafe and any("parameter" in name for line in lines for name in line.faults)
    return [
        any(unsafe or FAULTS[name].safe for name in line.faults)
        or (declared and _LAST_PARAMETERS.search(line.text) is not None)
        or "neops: ignore[" in line.text
        for line in lines
    ]


def lines_changed(lines: Sequence[Line]) -> list[bool]:
    """For each line of the good text whether a fault is in it, or beside it on a line of its own."""
    changed: list[bool] = []
    extra = False
    for line, concerns in zip(lines, concerned(lines, unsafe=True), strict=True):
        if line.extra:
            extra = True
            changed[-1:] = [True] * bool(changed)
        else:
            changed.append(concerns or extra)
            extra = False
    return changed


def only_lines_concerned_differ(lines: Sequence[Line], after: str, *, unsafe: bool, end: str) -> bool:
    """Whether every other line is as it was, byte for byte, and none was added but declared parameters."""
    parts = []
    for line, changed in zip(lines, concerned(lines, unsafe=unsafe), strict=True):
        if changed:
            goes = line.extra or line.text.lstrip().startswith("# neops:")
            parts.append(r"(?:[^\n]*\n){0,2}?" if goes else r"[^\n]*\n")
        else:
            parts.append(re.escape(line.text + end))
    pattern = (_DECLARED if unsafe else "").join(parts)
    after = after.removeprefix("\ufeff")
    return re.fullmatch(pattern, after if after.endswith(end) else after + end) is not None


def meaning(value: Any, key: str = "") -> Any:
    """Data without the braces that expressions may have."""
    if isinstance(value, dict):
        return {name: meaning(child, str(name)) for name, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [meaning(child, key) for child in value]
    if isinstance(value, str) and key in _EXPRESSIONS:
        return _BRACES.sub(r"\1", value)
    return value


def data(text: str) -> list[Any]:
    """What PyYAML makes of every document, without those braces."""
    return [meaning(document) for document in yaml.load_all(text, Loader=_LOADER)]
