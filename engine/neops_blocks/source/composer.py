"""YAML events to nodes, without recursion, within bounds, all findings at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from neops_blocks.diagnostics import Code, Edit, Finding, Fix, Severity, Span, closest
from neops_blocks.source import merge, problems, tags
from neops_blocks.source.bounds import MAX_COPIES, MAX_DEPTH, MAX_DOCUMENTS, MAX_MISTAKES, MAX_NODES
from neops_blocks.source.nodes import Node
from neops_blocks.source.parsers import PARSER, PROPERTIES, PURE, events
from neops_blocks.source.syntax import explain
from neops_blocks.source.text import BYTE_ORDER_MARK
from neops_blocks.source.unquoted import quoted, unquoted_template

if TYPE_CHECKING:
    from neops_blocks.source.text import Text

_COLON = re.compile(r"[ \t]*:")


class _Stop(Exception):
    """The document breaks a bound: the finding says which."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


def compose(lines: Text, parser: Any = PARSER) -> tuple[list[Node], list[Finding]]:
    """Every document up to the first syntax error or broken bound, and the findings.

    The C parser reads; where it stumbles, the pure one reads again, because it explains better. Where that
    one stumbles over what the other has read, the error is another one.
    """
    composed, error = _compose(lines, parser)
    if error is None or parser is PURE:
        return composed.documents, composed.findings
    again, other = _compose(lines, PURE)
    stopped = getattr(other, "problem_mark", None)
    stricter = stopped is not None and stopped.index < composed.reached
    better = composed if stricter or not again.findings else again
    return better.documents, better.findings


def _compose(lines: Text, parser: Any) -> tuple[_Composer, yaml.YAMLError | None]:
    """What one parser reads, and where it cannot go on."""
    composer = _Composer(lines)
    try:
        composer.run(parser)
    except _Stop as stop:
        composer.findings.append(stop.finding)
    except yaml.YAMLError as error:
        found = explain(lines, error)
        told = [other for other in composer.findings if other.span.start != found.span.start]
        composer.findings = [*told, found]
        return composer, error
    return composer, None


class _Open:
    """A mapping or sequence whose end was not reached yet.

    `end`: where what was written in it last ends. `found`: how many findings there were before it.
    """

    __slots__ = ("anchor", "end", "flow", "found", "items", "start")

    def __init__(self, start: int, anchor: str | None, *, flow: bool, found: int) -> None:
        self.start = start
        self.end = start
        self.anchor = anchor
        self.flow = flow
        self.found = found
        self.items: list[Node] = []


class _Composer:
    def __init__(self, lines: Text) -> None:
        self.documents: list[Node] = []
        self.findings: list[Finding] = []
        self.reached = 0
        self._lines = lines
        self._skip = 1 if lines.text.startswith(BYTE_ORDER_MARK) else 0
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node | None] = {}
        self._copies = 0
        self._nodes = 0

    def run(self, parser: Any) -> None:
        for event in events(self._lines.text[self._skip :], parser):
            self.reached = event.start_mark.index
            if isinstance(event, yaml.DocumentStartEvent):
                self._anchors = {}
                self._copies = 0
            elif isinstance(event, yaml.ScalarEvent):
                node = self._scalar(event)
                self._add(node, event.anchor, node.span.end.offset)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._open(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._close(event, mapping=isinstance(event, yaml.MappingEndEvent))
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)

    def _offset(self, mark: Any) -> int:
        return int(mark.index) + self._skip

    def _find(self, code: Code, message: str, span: Span, **more: Any) -> None:
        self.findings.append(Finding(code, message, Severity.ERROR, span, **more))

    def _content(self, start: int) -> int:
        match = PROPERTIES.match(self._lines.text, start)
        return match.end() if match else start

    def _scalar(self, event: Any) -> Node:
        start, end = self._offset(event.start_mark), self._offset(event.end_mark)
        style = event.style or ""
        content = start if event.anchor is None and event.tag is None else min(self._content(start), end)
        text = self._lines.text
        if style in ("|", ">"):
            end = content + len(text[content:end].rstrip())
        elif not style and content == end:
            content = end = self._before_space(end)
            start = min(start, end)
        span = self._lines.span(start, end)
        value, problem = tags.scalar_value(event, text[start:end])
        if problem is not None:
            fix = self._as_text(span) if problem.text and not style and event.anchor is None else None
            self._find(problem.code, problem.message, span, help=problem.help, fix=fix)
        return Node("scalar", value, span, text=self._lines, start=content, style=style)

    def _as_text(self, span: Span) -> Fix | None:
        """The fix that quotes a value with its tag; None for a key, and for several lines."""
        text = self._lines.text
        value = text[span.start.offset : span.end.offset]
        if "\n" in value or "\r" in value or _COLON.match(text, span.end.offset):
            return None
        return Fix("quote the text", (Edit(span, quoted(value)),), safe=False)

    def _before_space(self, offset: int) -> int:
        """Where an empty value stands: behind what is before it, though parsers see it at the next token."""
        text = self._lines.text
        while offset > self._skip and text[offset - 1] in " \t\r\n\x85\u2028\u2029":
            offset -= 1
        return offset

    def _open(self, event: Any) -> None:
        start = self._offset(event.start_mark)
        if len(self._stack) >= MAX_DEPTH:
            raise _Stop(problems.too_deep(self._lines.span(start, start + 1)))
        found = len(self.findings)
        problem = tags.collection_problem(event)
        if problem is not None:
            at = self._lines.span(start, start + len(event.tag))
            self._find(problem.code, problem.message, at, help=problem.help)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._stack.append(_Open(start, event.anchor, flow=bool(event.flow_style), found=found))

    def _close(self, event: Any, *, mapping: bool) -> None:
        frame = self._stack.pop()
        end = frame.end if frame.items and not frame.flow else self._offset(event.end_mark)
        span = self._lines.span(frame.start, end)
        children = frame.items
        node = self._mapping(frame, span) if mapping else Node("sequence", children, span, text=self._lines)
        node._start = frame.start
        node.size = 1 + sum(child.size for child in children)
        node.height = 1 + max((child.height for child in children), default=0)
        self._add(node, frame.anchor, end)

    def _alias(self, event: Any) -> None:
        span = self._lines.span(self._offset(event.start_mark), self._offset(event.end_mark))
        name = event.anchor
        node = self._anchors.get(name)
        if node is None:
            meant = self._meant_by_alias(name, span)
            self.findings.append(problems.no_anchor(name, span, meant, itself=name in self._anchors))
            node = Node("scalar", None, span, text=self._lines, start=span.start.offset)
        elif len(self._stack) + node.height > MAX_DEPTH:
            raise _Stop(problems.too_deep(span))
        self._copy(node.size, span)
        self._add(node, None, span.end.offset)

    def _meant_by_alias(self, name: str, span: Span) -> str | None:
        """The anchor that is called nearly so, else a text; None for a merge, which takes no text."""
        near = closest(name, [known for known, node in self._anchors.items() if node is not None])
        if near is not None:
            return f"*{near}"
        before = self._lines.text[self._lines.line_start(span.start.line) : span.start.offset]
        return None if "<<" in before else f"'*{name}'"

    def _copy(self, nodes: int, span: Span) -> None:
        self._copies += nodes
        if self._copies > MAX_COPIES:
            raise _Stop(problems.too_many_copies(span))

    def _add(self, node: Node, anchor: str | None, end: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _Stop(problems.too_many(f"{MAX_NODES} keys and values", self._lines.span(end, end)))
        if len(self.findings) > MAX_MISTAKES:
            raise _Stop(problems.too_many(f"{MAX_MISTAKES} mistakes in its YAML", self._lines.span(end, end)))
        if len(self.documents) > MAX_DOCUMENTS:
            raise _Stop(problems.too_many(f"{MAX_DOCUMENTS} documents", self._lines.span(end, end)))
        if anchor is not None:
            self._anchors[anchor] = node
        if self._stack:
            frame = self._stack[-1]
            frame.items.append(node)
            frame.end = max(frame.end, end)
        else:
            self.documents.append(node)

    def _mapping(self, frame: _Open, span: Span) -> Node:
        children = frame.items
        content = self._lines.span(self._content(span.start.offset), span.end.offset)
        template = unquoted_template(self._lines, children, content)
        if template is not None:
            self.findings[frame.found :] = [template]
            start, end = template.span.start.offset, template.span.end.offset
            return Node("scalar", self._lines.text[start:end], span, text=self._lines, start=start)
        values: dict[str, Node] = {}
        keys: dict[str, Span] = {}
        merges: list[tuple[Node, Node]] = []
        others: list[Node] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if key.kind == "scalar" and key.value == "<<" and not key.quoted:
                merges.append((key, value))
            elif isinstance(key.value, str):
                self._entry(key, value, values, keys)
            else:
                others.append(key)
        self.findings += problems.keys_are_no_text(others, keys)
        for key, value in merges:
            problem, added = merge.into(values, keys, value)
            self._copy(added, key.span)
            if problem:
                self._find(Code.BAD_MERGE, problem, key.span, help="use an alias: `<<: *name`")
        return Node("mapping", values, span, text=self._lines, keys=keys)

    def _entry(self, key: Node, value: Node, values: dict[str, Node], keys: dict[str, Span]) -> None:
        name = key.value
        if name in values:
            self.findings.append(problems.second_key(name, key.span, keys[name]))
        else:
            values[name] = value
            keys[name] = key.span
