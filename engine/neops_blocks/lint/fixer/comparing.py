"""Whether edits changed what they were to change, and nothing else: the nodes before and after, compared."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neops_blocks.diagnostics import Edit, Span
    from neops_blocks.source import Node, Source


def changed_only(before: Source, after: Source, edits: Iterable[Edit]) -> bool:
    """Whether the nodes after are those before, but for the keys and scalars that an edit is part of.

    A scalar under an edit may become another scalar, a key another key, what was no key a key, and keys may
    be added by an edit that only adds; nothing disappears, moves or changes otherwise. Of a text that was
    not valid YAML, what stands before its first error is compared, and more of it has to be valid.
    """
    places = _Places(edits)
    if not is_whole(before):
        return _reads_on(before, after, places)
    if not is_whole(after) or len(before.documents) != len(after.documents):
        return False
    if len(after.findings) > len(before.findings):
        return False
    if {places.moved(offset) for offset in _second_keys(before)} != _second_keys(after):
        return False
    pairs = zip(before.documents, after.documents, strict=True)
    return all(_same(old, new, places, set()) for old, new in pairs)


def is_whole(source: Source) -> bool:
    """Whether the nodes hold all of the text, so that they can be compared."""
    return _STOPPING.isdisjoint(finding.code for finding in source.findings)


_STOPPING = {Code.SYNTAX, Code.TOO_DEEP, Code.TOO_MANY_ALIASES, Code.TOO_LARGE, Code.BAD_CHARACTER}


def _reads_on(before: Source, after: Source, places: _Places) -> bool:
    """Whether the first error is mended, and the documents before it are the same."""
    error = max(finding.span.end.offset for finding in before.findings if finding.code in _STOPPING)
    next_error = min(
        (finding.span.start.offset for finding in after.findings if finding.code in _STOPPING),
        default=len(after.text),
    )
    pairs = zip(before.documents, after.documents, strict=False)
    return (
        next_error >= places.moved(error)
        and len(after.documents) >= len(before.documents)
        and all(_same(old, new, places, set()) for old, new in pairs)
    )


def _second_keys(source: Source) -> set[int]:
    """Where keys stand that are no part of the nodes, because the mapping has them already."""
    return {finding.span.start.offset for finding in source.findings if finding.code == Code.DUPLICATE_KEY}


class _Places:
    """Where the characters of the text before stand in the text after."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        ordered = sorted(edits, key=lambda edit: edit.span)
        self._starts = [edit.span.start.offset for edit in ordered]
        self._ends = [edit.span.end.offset for edit in ordered]
        self._grown = [0]
        """How much longer the text is behind so many edits."""
        self._inserted: list[tuple[int, int]] = []
        """Where text stands now that replaced nothing."""
        self._replacing: set[tuple[int, int]] = set()
        """Where text stands now that replaced something."""
        for edit, start, end in zip(ordered, self._starts, self._ends, strict=True):
            now = start + self._grown[-1]
            self._grown.append(self._grown[-1] + len(edit.text) - (end - start))
            if start == end:
                self._inserted.append((now, now + len(edit.text)))
            else:
                self._replacing.add((now, now + len(edit.text)))

    def moved(self, offset: int) -> int:
        """Where a character stands afterwards; of one that was replaced, where its replacement begins."""
        index = bisect_right(self._ends, offset)
        replaced = index < len(self._starts) and self._starts[index] <= offset
        return (self._starts[index] if replaced else offset) + self._grown[index]

    def touch(self, span: Span) -> bool:
        """Whether an edit replaces characters of a span, or adds some inside it."""
        start, end = span.start.offset, span.end.offset
        index = bisect_right(self._ends, start)
        return index < len(self._starts) and self._starts[index] < max(end, start + 1)

    def written(self, span: Span) -> bool:
        """Whether a span of the text after is all that an edit wrote instead of something else."""
        return (span.start.offset, span.end.offset) in self._replacing

    def inserted(self, *spans: Span) -> bool:
        """Whether spans of the text after are text that one edit added."""
        return any(
            all(start <= span.start.offset and span.end.offset <= end for span in spans)
            for start, end in self._inserted
        )


def _same(old: Node, new: Node, places: _Places, done: set[tuple[int, int]]) -> bool:
    """Whether two nodes are the same; what an alias repeats is compared once."""
    if (id(old), id(new)) in done:
        return True
    done.add((id(old), id(new)))
    if old.kind != new.kind:
        return False
    if old.kind == "scalar":
        return places.touch(old.span) or _is_scalar(old, new, places)
    if old.kind == "sequence":
        return len(old.value) == len(new.value) and all(
            _same(item, other, places, done) for item, other in zip(old.value, new.value, strict=True)
        )
    return _same_mapping(old, new, places, done)


def _is_scalar(old: Node, new: Node, places: _Places) -> bool:
    """Whether a scalar is the same; the value is compared as text, for 1 is not true, and nan is itself.

    An empty one stands where its key ends, before or behind what is added there.
    """
    start = old.span.start.offset
    empty = start == old.span.end.offset and new.span.start == new.span.end
    return (
        repr(old.value) == repr(new.value)
        and old.quoted == new.quoted
        and (empty or places.moved(start) == new.span.start.offset)
    )


def _same_mapping(old: Node, new: Node, places: _Places, done: set[tuple[int, int]]) -> bool:
    """Every key has its counterpart where it stands now, and what is left over was written by an edit."""
    now = {new.keys[name].start.offset: name for name in new.value}
    left = dict(new.value)
    for name, value in old.value.items():
        other = now.get(places.moved(old.keys[name].start.offset))
        if other is None or not (other == name or places.touch(old.keys[name])):
            return False
        if not _same(value, left.pop(other), places, done):
            return False
    return all(
        places.inserted(new.keys[name], value.span) or places.written(new.keys[name])
        for name, value in left.items()
    )
