"""The parsers of YAML: the one in C where PyYAML has it, much the faster one, and the pure one elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.scanner import ScannerError

from neops_blocks.source.pure import PureParser

if TYPE_CHECKING:
    from collections.abc import Iterator

PURE: Any = PureParser
PARSER: Any = getattr(yaml, "CLoader", PURE)
"""What reads files: what is accepted, and what it means, is the same with both."""
PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+|\Z)(?:#[^\r\n]*\s+)*)*")
"""The anchor and the tag before a value."""
_COMMENT_IN_HEADER = re.compile(r"[|>][-+0-9]*#")


def events(text: str, parser: Any = PARSER) -> Iterator[Any]:
    """What a text holds, which begins without a byte order mark.

    Raises:
        yaml.YAMLError: it is no YAML; as the parser in C does not see `|#`, it is seen here.
    """
    for event in yaml.parse(text, Loader=parser):
        if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
            mark: Any = event.start_mark
            header = PROPERTIES.match(text, mark.index)
            if _COMMENT_IN_HEADER.match(text, header.end() if header else mark.index):
                raise ScannerError(None, None, "expected a space before the comment", mark)
        yield event
