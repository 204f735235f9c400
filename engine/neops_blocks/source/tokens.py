"""The tokens of a YAML text as places: all that comments have to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

import yaml

from neops_blocks.source.parsers import PARSER
from neops_blocks.source.text import BYTE_ORDER_MARK

if TYPE_CHECKING:
    from neops_blocks.source.text import Text


class Role(Enum):
    """What a token does to the structure."""

    OPEN = auto()
    CLOSE = auto()
    KEY = auto()
    ITEM = auto()
    COMMA = auto()
    DOCUMENT = auto()
    END = auto()
    SCALAR = auto()
    OTHER = auto()


_ROLES: dict[type, Role] = {
    yaml.BlockMappingStartToken: Role.OPEN,
    yaml.BlockSequenceStartToken: Role.OPEN,
    yaml.FlowMappingStartToken: Role.OPEN,
    yaml.FlowSequenceStartToken: Role.OPEN,
    yaml.BlockEndToken: Role.CLOSE,
    yaml.FlowMappingEndToken: Role.CLOSE,
    yaml.FlowSequenceEndToken: Role.CLOSE,
    yaml.KeyToken: Role.KEY,
    yaml.BlockEntryToken: Role.ITEM,
    yaml.FlowEntryToken: Role.COMMA,
    yaml.DocumentStartToken: Role.DOCUMENT,
    yaml.DocumentEndToken: Role.END,
    yaml.StreamEndToken: Role.END,
    yaml.ScalarToken: Role.SCALAR,
}


@dataclass(frozen=True, slots=True)
class Token:
    """The characters start..end.

    Attributes:
        block: it is a text after `|` or `>`, from its header on.
        blank: the end of the empty lines that belong to it.
    """

    role: Role
    start: int
    end: int
    blank: int
    block: bool = False


def tokens(lines: Text, parser: Any = PARSER) -> list[Token]:
    """The tokens of a text, up to the first that YAML refuses."""
    skip = 1 if lines.text.startswith(BYTE_ORDER_MARK) else 0
    found = []
    try:
        for token in yaml.scan(lines.text[skip:], Loader=parser):
            start, end = token.start_mark.index + skip, token.end_mark.index + skip
            role = _ROLES.get(type(token), Role.OTHER)
            block = getattr(token, "style", None) in ("|", ">")
            written = start + len(lines.text[start:end].rstrip()) if block else end
            found.append(Token(role, start, written, end, block))
    except (yaml.YAMLError, UnicodeEncodeError):  # the latter for half of a surrogate pair
        pass
    return found
