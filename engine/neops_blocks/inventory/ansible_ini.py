"""Ansible inventories in INI."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Code
from neops_blocks.inventory.ansible_tree import Tree
from neops_blocks.inventory.ansible_vars import take
from neops_blocks.inventory.ranges import expand
from neops_blocks.source import Text, load

if TYPE_CHECKING:
    from neops_blocks.diagnostics import Span
    from neops_blocks.inventory.draft import Draft

_SECTION = re.compile(r"\[(?P<group>[^\]:]+)(?::(?P<kind>\w+))?\]\s*(?:[#;].*)?$")
KINDS = ("hosts", "vars", "children")


def read(draft: Draft, text: str) -> None:
    """Read the lines into the draft."""
    reader = _Reader(draft, Text(str(draft.file), text))
    offset = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped and stripped[0] not in "#;":
            start = offset + line.index(stripped[0])
            reader.line(stripped, reader.lines.span(start, start + len(stripped)))
        offset += len(line) + 1
    reader.tree.finish()
    if not draft.devices and not draft.findings:
        draft.wrong(Code.NO_BLOCK, "there are no devices in this file", reader.lines.span(0, 0))


class _Reader:
    def __init__(self, draft: Draft, lines: Text) -> None:
        self.draft = draft
        self.lines = lines
        self.tree = Tree(draft)
        self.group = "ungrouped"
        self.kind = "hosts"

    def line(self, line: str, span: Span) -> None:
        section = _SECTION.match(line)
        if section is not None:
            self._section(section["group"].strip(), section["kind"] or "hosts", span)
        elif self.kind == "children":
            self.tree.child(self.group, line.split("#")[0].strip(), span)
        elif self.kind == "vars":
            name, equals, value = line.partition("=")
            if equals:
                entry = self.tree.group(self.group, span)
                take(self.draft, entry.settings, name.strip(), _value(value.strip()), span)
            else:
                self.draft.wrong(Code.SYNTAX, "a variable is written name=value", span)
        else:
            self._host(line, span)

    def _section(self, group: str, kind: str, span: Span) -> None:
        if kind not in KINDS:
            self.draft.wrong(
                Code.WRONG_VALUE, f"unknown section [{group}:{kind}]", span, hint=f"known: {', '.join(KINDS)}"
            )
        self.group, self.kind = group, kind
        self.tree.group(group, span)

    def _host(self, line: str, span: Span) -> None:
        try:
            pattern, *variables = shlex.split(line, comments=True)
            names = expand(pattern)
        except ValueError as error:
            self.draft.wrong(Code.SYNTAX, f"this line cannot be read: {error}", span)
            return
        wrong = [variable for variable in variables if "=" not in variable]
        if wrong or "=" in pattern:
            message = f"{(wrong or [pattern])[0]!r} is neither a host nor name=value"
            self.draft.wrong(
                Code.SYNTAX, message, span, hint="a line is: NAME ansible_host=... ansible_user=..."
            )
            return
        for name in names:
            entry = self.tree.host(name, span, self.group)
            for variable in variables:
                key, _, value = variable.partition("=")
                take(self.draft, entry.settings, key, _value(value), span)


def _value(text: str) -> Any:
    """A number, true or false where the text is one; else the text without its quotes."""
    source = load(text, "value")
    if source.findings or len(source.documents) != 1 or source.documents[0].kind != "scalar":
        return text
    return source.documents[0].value
