"""`textfsm`: the template that ntc-templates has for the platform and the command."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import UnsupportedPlatform
from neops_blocks.parsers.ntc_index import find_templates, templates_directory
from neops_blocks.parsers.ntc_platforms import ntc_platform
from neops_blocks.parsers.port import no_match, read_text
from neops_blocks.parsers.textfsm_template import compile_template

if TYPE_CHECKING:
    from neops_blocks.parsers.port import ParseInput
    from neops_blocks.parsers.textfsm_template import Template

_COMPILING = threading.Lock()


class NtcTemplates:
    """Looks for the template by platform and command."""

    def parse(self, text: Any, about: ParseInput) -> list[dict[str, Any]]:
        """Rows with lower-case keys."""
        output = read_text(text, "textfsm", about)
        names = _names(about.platform, about.command)
        if not names:
            raise UnsupportedPlatform(
                f"ntc-templates has no template for {about.command!r} on {about.platform or 'no platform'}",
                hint="write one and name it, parse: {textfsm: file}; or parse with json or regex",
                command=about.command or None,
                output=output,
            )
        return _merged(names, output, about) if len(names) > 1 else _template(names[0]).rows(output, about)


def has_template(platform: str, command: str) -> bool:
    """Whether ntc-templates reads a command of a platform, given by its neops short name."""
    return bool(_names(platform, command))


def _names(platform: str, command: str) -> tuple[str, ...]:
    name = ntc_platform(platform)
    return find_templates(name, command) if name else ()


def _template(name: str) -> Template:
    with _COMPILING:
        return _compiled(name)


@lru_cache(maxsize=128)
def _compiled(name: str) -> Template:
    return compile_template((templates_directory() / name).read_text(encoding="utf-8"), name)


def _merged(names: tuple[str, ...], text: str, about: ParseInput) -> list[dict[str, Any]]:
    from textfsm import TextFSMError, clitable

    table = clitable.CliTable(None, str(templates_directory()))
    try:
        table.ParseCmd(text, templates=":".join(names))
    except TextFSMError as error:
        raise no_match(f"the template {names[0]} refuses the output: {error}", text, about) from error
    header = [name.lower() for name in table.header]
    rows = [dict(zip(header, list(row), strict=True)) for row in table]
    if not rows:
        raise no_match(f"the template {names[0]} finds no record", text, about)
    return rows
