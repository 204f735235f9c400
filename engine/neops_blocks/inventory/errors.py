"""What can be wrong with an inventory, and with a choice of devices from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.diagnostics import Span


_KEY = r"""(?P<key>%s["']?\w*(?:pass|password|passwd|secret)["']?[ \t]*[:=][ \t]*)"""
_ALONE = re.compile(_KEY % r"^[ \t]*(?:-[ \t]+)?" + r"(?P<value>[^\s{][^\n]*)", re.MULTILINE)
_AMONG_OTHERS = re.compile(_KEY % "" + r"""(?P<value>"[^"\n]*"|'[^'\n]*'|[^\s{,}\]][^\n{,}\]]*)""")


class InvalidInventoryError(ValueError):
    """An inventory that cannot be used; carries every finding, and the text of each file for snippets.

    Passwords in the texts are blanked, so that a snippet never shows one.
    """

    def __init__(self, findings: Sequence[Finding], texts: dict[str, str] | None = None) -> None:
        self.findings = tuple(findings)
        self.texts = {file: without_secrets(text) for file, text in (texts or {}).items()}
        super().__init__("\n".join(map(str, self.findings)))


def without_secrets(text: str) -> str:
    """The text with each password written in it blanked, every other character in its place."""
    for pattern in (_ALONE, _AMONG_OTHERS):
        text = pattern.sub(lambda match: match["key"] + "*" * len(match["value"]), text)
    return text


class SelectionError(ValueError):
    """The devices asked for cannot be chosen; `hint` says what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def problem(code: Code, message: str, span: Span, *, hint: str | None = None, path: str = "") -> Finding:
    """A finding of severity error."""
    return Finding(code, message, Severity.ERROR, span, path=path, help=hint)
