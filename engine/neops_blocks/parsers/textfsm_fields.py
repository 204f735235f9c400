"""What a row has that a TextFSM template reads, without compiling the template."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from neops_blocks.parsers.ntc_index import find_templates, templates_directory
from neops_blocks.parsers.ntc_platforms import NTC_PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_VALUE = re.compile(r"^Value\s+(?:[A-Z][a-z]+(?:,[A-Z][a-z]+)*\s+)?(\w+)\s+\(", re.MULTILINE)


def fields_of_template(text: str) -> Sequence[str]:
    """The keys of its rows, in the order of the template."""
    return list(dict.fromkeys(name.lower() for name in _VALUE.findall(text)))


@lru_cache(maxsize=64)
def fields_of_command(command: str) -> Mapping[str, Sequence[str]]:
    """The fields that ntc-templates reads from the answer to a command, each with its platforms."""
    found: dict[str, list[str]] = {}
    for platform, name in NTC_PLATFORMS.items():
        for template in find_templates(name, command) if name else ():
            for field in fields_of_template((templates_directory() / template).read_text(encoding="utf-8")):
                platforms = found.setdefault(field, [])
                if platform not in platforms:
                    platforms.append(platform)
    return found
