"""Where a cursor stands in a flow collection such as `{id: show, command: ` or `[a, `, however unfinished."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Part = str | int
_WHITE = re.compile(r"\s+")
_COMMENT = re.compile(r"(?<=\s)#[^\r\n]*")
_QUOTED = re.compile(r"""'(?:[^']|'')*(?P<s>')?|"(?:[^"\\]|\\.)*(?P<d>")?""", re.DOTALL)
_TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_PLAIN = re.compile(r"(?:[^,\[\]{}:#]|:(?=[^\s,\[\]{}])|(?<!\s)#)+", re.DOTALL)
_CLOSERS = {"{": "}", "[": "]"}


@dataclass
class _Frame:
    bracket: str
    key: str | None = None
    index: int = 0
    after_colon: bool = False


@dataclass(frozen=True)
class FlowCursor:
    """A cursor in a flow collection.

    Attributes:
        path: from the outermost collection to the mapping that a key is typed in, or to the value.
        is_key: whether a key is expected.
        start: where the text of the key or value at the cursor begins.
    """

    path: tuple[Part, ...]
    is_key: bool
    start: int


@dataclass
class _Reader:
    text: str
    at: int
    end: int
    frames: list[_Frame] = field(default_factory=list)
    last: str = ""
    last_start: int = 0
    unclosed: str = ""

    def read(self) -> None:
        while self.at < self.end:
            self._token()

    def _token(self) -> None:
        text, at = self.text, self.at
        for skipped in (_WHITE, _COMMENT):
            found = skipped.match(text, at, self.end)
            if found:
                self.at = found.end()
                return
        character = text[at]
        if character in "'\"":
            self._quoted()
        elif character in "{[":
            self._open(character)
        elif character in "}]":
            self._close()
        elif character == "," and self.frames:
            frame = self.frames[-1]
            frame.index += 1
            frame.key, frame.after_colon = None, False
            self._begin(at + 1)
        elif character == ":" and self.frames and self.frames[-1].bracket == "{":
            frame = self.frames[-1]
            frame.key, frame.after_colon = self.last.strip(), True
            self._begin(at + 1)
        else:
            self._plain()

    def _begin(self, at: int) -> None:
        self.at, self.last, self.last_start = at, "", at

    def _quoted(self) -> None:
        found = _QUOTED.match(self.text, self.at, self.end)
        assert found is not None
        closed = found["s"] or found["d"]
        self.last, self.last_start = found.group().strip("'\""), self.at
        self.unclosed = "" if closed else found.group()[0]
        self.at = found.end()

    def _open(self, bracket: str) -> None:
        template = _TEMPLATE.match(self.text, self.at, self.end) if self.frames else None
        if template:
            self.at = template.end()
            return
        self.frames.append(_Frame(bracket))
        self._begin(self.at + 1)

    def _close(self) -> None:
        if self.frames:
            self.frames.pop()
        self.at += 1
        self.last, self.last_start = "", self.at

    def _plain(self) -> None:
        found = _PLAIN.match(self.text, self.at, self.end)
        self.last_start = self.at
        self.at = found.end() if found and found.end() > self.at else self.at + 1
        self.last = self.text[self.last_start : self.at]


def flow_cursor(text: str, start: int, offset: int) -> FlowCursor | None:
    """The cursor at an offset, in a collection that begins at start; None where it is closed before."""
    reader = _Reader(text, start, offset)
    reader.read()
    if not reader.frames:
        return None
    *outer, inner = reader.frames
    path = [_step(frame) for frame in outer]
    is_key = inner.bracket == "{" and not inner.after_colon
    if not is_key:
        path.append(_step(inner))
    return FlowCursor(tuple(path), is_key, reader.last_start if reader.last else offset)


def missing_closers(text: str, start: int, end: int) -> str:
    """The quote and the brackets that would close all that is open between two offsets."""
    reader = _Reader(text, start, end)
    reader.read()
    return reader.unclosed + "".join(_CLOSERS[frame.bracket] for frame in reversed(reader.frames))


def _step(frame: _Frame) -> Part:
    return frame.index if frame.bracket == "[" else (frame.key or "")
