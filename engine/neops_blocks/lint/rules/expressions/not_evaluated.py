"""NB513 not-evaluated: a template where nothing evaluates it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding, Span
    from neops_blocks.lint.subject import Subject
    from neops_blocks.source import Node

Path = tuple[str | int, ...]

_NAMES = "params|device|steps|group|interface|hosts|item|index|inventory_hostname"
_TEMPLATE = rf"\{{\{{[-+]?\s*({_NAMES})\b[^}}]*\}}\}}"
_VALUES = ("set", "with")
_TITLE = "leave it out: a title is the same for every device and every item"
_KEY = "write the whole mapping as an expression: `{{ {device.name: 1} }}`"
_PATTERN = "write a pattern that fits every device, or a python step"
_SENT = "write the answer, or let a python step send it"
_DEFAULT = "leave it out, and write `| default(...)` where the parameter is read"


class NotEvaluated(Rule):
    """A template where nothing evaluates it."""

    code = Code.NOT_EVALUATED
    name = "not-evaluated"
    severity = Severity.WARNING
    summary = "A template stands where nothing evaluates it: a title, a key, a default, a prompt, a parser."
    why = "It is shown, sent or compared with its braces."
    remedy = "Move it to a value that is evaluated, such as `set`, `command` or `message`."
    bad = '- name: "Version of {{ device.name }}"\n  command: show version'
    good = "- name: Version\n  command: show version"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the parts of steps and parameters that are taken as they are written."""
        for path, help_ in _plain(subject):
            node = subject.document.node.at(*path)
            for text, span in _texts(node) if node is not None else ():
                if re.search(_TEMPLATE, text):
                    yield self.finding("nothing evaluates a template here", span, path, help=help_)
        for path, span, key in _keys(subject):
            if re.search(_TEMPLATE, key):
                yield self.finding("nothing evaluates a template in a key", span, path, help=_KEY)


def _plain(subject: Subject) -> Iterator[tuple[Path, str]]:
    for name in subject.block.parameters:
        yield ("parameters", name, "default"), _DEFAULT
    for step in subject.block.steps:
        yield (*step.path, "name"), _TITLE
        for path in (step.path, *((*step.path, "platforms", platform) for platform in step.variants)):
            yield (*path, "parse"), _PATTERN
            for index in range(len(getattr(step, "prompts", ())) if step.kind == "command" else 0):
                yield (*path, "prompts", index, "expect"), _PATTERN
                yield (*path, "prompts", index, "send"), _SENT


def _texts(root: Node) -> Iterator[tuple[str, Span]]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.kind == "scalar":
            if isinstance(node.value, str):
                yield node.value, node.span
        else:
            waiting += node.value.values() if node.kind == "mapping" else node.value


def _keys(subject: Subject) -> Iterator[tuple[Path, Span, str]]:
    """The keys of every mapping below a value that is evaluated."""
    roots: list[Path] = [(*step.path, key) for step in subject.block.steps for key in _VALUES]
    roots += [
        ("result", "data", name, key) for name in subject.block.result.data for key in ("value", "per_device")
    ]
    waiting = [(path, subject.document.node.at(*path)) for path in roots]
    while waiting:
        path, node = waiting.pop()
        if node is None or node.kind == "scalar":
            continue
        if node.kind == "mapping":
            yield from (((*path, key), node.keys[key], key) for key in node.value if key in node.keys)
            waiting += [((*path, key), child) for key, child in node.value.items()]
        else:
            waiting += [((*path, index), child) for index, child in enumerate(node.value)]
