"""NB114 ambiguous-scalar: a value that YAML tools read in different ways."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Edit, Fix, Severity
from neops_blocks.lint.rule import Fixable, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.subject import Subject
    from neops_blocks.source import Node

Path = tuple[str | int, ...]

_READINGS = (
    (re.compile(r"yes|Yes|YES|on|On|ON"), "text here, and true to YAML 1.1"),
    (re.compile(r"no|No|NO|off|Off|OFF"), "text here, and false to YAML 1.1"),
    (re.compile(r"[-+]?0[0-7]+"), "a decimal number here, and octal to YAML 1.1"),
    (re.compile(r"0o[0-7]+"), "an octal number here, and text to YAML 1.1"),
    (re.compile(r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+"), "text here, and a number of base 60 to YAML 1.1"),
    (re.compile(r"[-+]?[0-9]+(_[0-9]+)+|0b[01_]+"), "text here, and a number to YAML 1.1"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "text here, and a date to YAML 1.1"),
)
_FREE = frozenset({"set", "with", "value", "per_device", "enum", "const", "examples"})
_LOST_ZERO = re.compile(r"[0-9]+\.[0-9]+0")


class AmbiguousScalar(Rule):
    """A value that YAML tools read in different ways."""

    code = Code.AMBIGUOUS_SCALAR
    name = "ambiguous-scalar"
    severity = Severity.WARNING
    summary = "Tools that read YAML 1.1 read this value as something else, or a number loses its last zero."
    why = (
        "Blocks are YAML 1.2, where `no` and `65000:10` are text and `0010` is ten; most other tools, and "
        "people, expect something else."
    )
    remedy = "Quote what is meant as text; write true or false, and numbers without leading zeros."
    fixable = Fixable.UNSAFE
    bad = "set: [no, 65000:10, 12.10]"
    good = "set: ['no', '65000:10', '12.10']"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at every value without quotes; but not where errors tell of some already."""
        if not subject.document.complete:
            return
        seen: set[Span] = set()
        for node, path in _plain(subject.document.node):
            reading = _reading(node.raw, path)
            if reading is None or node.span in seen or "!" in _before(node, subject):
                continue
            seen.add(node.span)
            fix = Fix("quote it", (Edit(node.span, f"'{node.raw}'"),), safe=False)
            yield self.finding(
                f"{node.raw} is {reading}", node.span, path, help="quote it, if it is text", fix=fix
            )


def _plain(root: Node) -> Iterator[tuple[Node, Path]]:
    waiting: list[tuple[Node, Path]] = [(root, ())]
    while waiting:
        node, path = waiting.pop()
        if node.kind == "mapping":
            waiting += [
                (child, (*path, key)) for key, child in node.value.items() if not key.startswith("x-")
            ]
        elif node.kind == "sequence":
            waiting += [(child, (*path, index)) for index, child in enumerate(node.value)]
        elif not node.quoted:
            yield node, path


def _before(node: Node, subject: Subject) -> str:
    """The tag and the anchor in front of a value."""
    return subject.document.source.text[node.span.start.offset : node.span.end.offset - len(node.raw)]


def _reading(raw: str, path: Path) -> str | None:
    for pattern, reading in _READINGS:
        if pattern.fullmatch(raw):
            return reading
    if _LOST_ZERO.fullmatch(raw) and _FREE & set(path):
        return f"a number, {float(raw):g}, without its last zero"
    return None
