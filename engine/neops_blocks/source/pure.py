"""PyYAML's pure parser, with the opinions of the one in C where the two differ: tabs, colons, surrogates."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.scanner import ScannerError

_BLANKS = re.compile(r"[ \t]*")
_LINE_ENDS = "\0\r\n\x85\u2028\u2029"
_AFTER_COLON = frozenset(",?[]{}")
_TAB = "found character '\\t' that cannot start any token"
_DIRECTIVES = frozenset({"YAML", "TAG"})
_SURROGATE = re.compile("[\ud800-\udfff]")


class PureParser(yaml.Loader):
    """Reads what the parser in C reads, and refuses what it refuses; its errors say more."""

    def scan_to_next_token(self) -> None:
        """Tabs separate tokens too, but never indent."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain(self) -> Any:
        """In brackets, a colon right before a bracket belongs to nothing."""
        token = super().scan_plain()
        if self.flow_level and self.peek() == ":" and self.peek(1) in _AFTER_COLON:
            raise ScannerError(
                "while scanning a plain scalar", token.start_mark, "found unexpected ':'", self.get_mark()
            )
        return token

    def scan_plain_spaces(self, indent: Any, start_mark: Any) -> Any:
        """Tabs inside a text are part of it, those at the ends of a line are not."""
        blanks = self._blanks()
        if "\t" in blanks:
            self.forward(len(blanks))
            if self.peek() not in _LINE_ENDS:
                return [blanks]
        found = super().scan_plain_spaces(indent, start_mark)
        if found and self.peek() == "\t" and self.column >= indent:
            self.forward(len(self._blanks()))
        return found

    def scan_flow_scalar(self, style: str) -> Any:
        """Half of a surrogate pair is no character."""
        token = super().scan_flow_scalar(style)
        if _SURROGATE.search(token.value):
            raise ScannerError(
                "while parsing a quoted scalar",
                token.start_mark,
                "found an escape that is no character",
                token.start_mark,
            )
        return token

    def scan_directive(self) -> Any:
        """There are two directives."""
        token = super().scan_directive()
        if token.name not in _DIRECTIVES:
            start = token.start_mark
            raise ScannerError("while scanning a directive", start, "found unknown directive name", start)
        return token

    def scan_block_scalar_indentation(self) -> Any:
        """Before its indentation is known, a block has no tab."""
        found = super().scan_block_scalar_indentation()
        self._refuse_tab()
        return found

    def scan_block_scalar_breaks(self, indent: int) -> Any:
        """In its indentation, a block has no tab."""
        found = super().scan_block_scalar_breaks(indent)
        if self.column < indent:
            self._refuse_tab()
        return found

    def _refuse_tab(self) -> None:
        if self.peek() == "\t":
            mark = self.get_mark()
            raise ScannerError("while scanning a block scalar", mark, _TAB, mark)

    def _blanks(self) -> str:
        found = _BLANKS.match(self.buffer, self.pointer)
        return found.group() if found else ""
