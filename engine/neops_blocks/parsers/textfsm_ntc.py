"""textfsm: by platform and command with ntc-templates, whose index is read once per process."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Any

from neops_blocks.parsers.ntc_platforms import ntc_platform
from neops_blocks.parsers.port import ParseInput, no_match
from neops_blocks.parsers.textfsm_file import parse_with, template_of

_LOADING = threading.Lock()


@cache
def _directory() -> Path:
    from importlib.util import find_spec

    found = find_spec("ntc_templates")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "templates"


@cache
def _index() -> Any:
    from textfsm import clitable

    return clitable.CliTable("index", str(_directory()))


def _templates(platform: str, command: str) -> list[str]:
    with _LOADING:
        index = _index().index
        row = index.GetRowMatch({"Command": command, "Platform": ntc_platform(platform)})
        return str(index.index[row]["Template"]).split(":") if row else []


def has_template(platform: str, command: str) -> bool:
    """Whether ntc-templates has a template for the command."""
    return bool(_templates(platform, command))


class NtcTemplates:
    """Looks for the template by platform and command."""

    def parse(self, text: Any, about: ParseInput) -> list[dict[str, Any]]:
        """Rows with lower-case keys.

        Raises:
            ParseFailed: there is no template, or it does not match.
        """
        templates = _templates(about.platform, about.command)
        if not templates:
            raise no_match(f"ntc-templates has no template for {about.command!r} on {about.platform}", text)
        rows: list[dict[str, Any]] = []
        for name in templates:
            rows += parse_with(
                template_of((_directory() / name).read_text(encoding="utf-8"), name), str(text)
            )
        if not rows:
            raise no_match(f"the template {templates[0]} found nothing", text)
        return rows
