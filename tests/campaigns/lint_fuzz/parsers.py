"""Whether the C and the pure parser read the same, and the differences that are known."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_blocks.source import load
from neops_blocks.source.parsers import PARSER, PURE
from neops_blocks.source.text import Text
from neops_blocks.source.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.source import Node, Source

_SHOWN = 300


@dataclass(frozen=True)
class Divergence:
    """A difference between the parsers that cannot be mended here.

    Attributes:
        name: what it is called in the numbers of a campaign.
        reason: why it is as it is.
        example: a text that shows it.
        what: what it is about, in a text.
        instead: what both parsers read alike in that place.
    """

    name: str
    reason: str
    example: str
    what: re.Pattern[str]
    instead: str

    def without(self, text: str) -> str:
        """The text without it."""
        return self.what.sub(self.instead, text)


DIVERGENCES = (
    Divergence(
        "question mark in brackets",
        "the parser in C takes one inside a text as a part of it, the pure one as the sign of a key",
        "x: [what?]\n",
        re.compile(r"\?"),
        "x",
    ),
    Divergence(
        "odd tags",
        "they differ in what a tag may be and what may follow it; we refuse all but the core's anyway",
        "x: !!str\ta\n",
        re.compile(r"![^\s,\[\]{}]*"),
        "x",
    ),
    Divergence(
        "tab after | or >, or in a directive",
        "the pure parser wants a space or the end of the line there",
        "x: |\t# text\n  a\n",
        re.compile(r"(?<=[|>0-9+-])\t|(?<=%YAML)\t|(?<=%TAG)\t"),
        " ",
    ),
)


def difference(text: str) -> str | None:
    """What the parsers read otherwise; None where all is the same."""
    with_c, pure = load(text, "f", parser=PARSER), load(text, "f", parser=PURE)
    found = _first(_described(with_c), _described(pure))
    if found is not None or with_c.findings:
        return found
    return _first(_tokens(text, PARSER), _tokens(text, PURE))


def known(text: str) -> str | None:
    """The name of the known difference without which the parsers would read the text alike; None: it is another."""
    for divergence in DIVERGENCES:
        changed = divergence.without(text)
        if changed != text and difference(changed) is None:
            return divergence.name
    changed = functools.reduce(lambda so_far, divergence: divergence.without(so_far), DIVERGENCES, text)
    return None if changed == text or difference(changed) else "several"


def _first(with_c: list[str], pure: list[str]) -> str | None:
    for one, other in zip(with_c, pure, strict=False):
        if one != other:
            return f"C: {one[:_SHOWN]}; pure: {other[:_SHOWN]}"
    longer, name = (with_c, "C") if len(with_c) > len(pure) else (pure, "pure")
    if len(with_c) == len(pure):
        return None
    return f"only {name}: {longer[min(len(with_c), len(pure))][:_SHOWN]}"


def _described(source: Source) -> list[str]:
    """Acceptance first, then values and their places, then the findings."""
    accepted = [f"accepted: {not source.findings}, documents: {len(source.documents)}"]
    nodes = [line for document in source.documents for line in _node(document)]
    findings = [repr(finding) for finding in source.findings]
    return accepted + nodes + findings


def _node(document: Node) -> Iterator[str]:
    """A line for each node and key; what an alias repeats stands once."""
    seen: set[int] = set()
    waiting: list[tuple[str, Node]] = [("", document)]
    while waiting:
        path, node = waiting.pop()
        place = f"{node.span.start.offset}-{node.span.end.offset}"
        if node.kind == "scalar":
            yield f"{path} {node.value!r} {place} {node.raw!r} {node.quoted}"
            continue
        yield f"{path} {node.kind} {place}"
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.kind == "sequence":
            waiting += [(f"{path}[{index}]", item) for index, item in enumerate(node.value)]
        else:
            for name, value in node.value.items():
                key = node.keys[name]
                waiting.append((f"{path}.{name}@{key.start.offset}-{key.end.offset}", value))


def _tokens(text: str, parser: Any) -> list[str]:
    return [repr(token) for token in tokens(Text("f", text), parser)]
