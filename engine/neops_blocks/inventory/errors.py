"""What can be wrong with an inventory, and with a choice of devices from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.diagnostics import Span


class InvalidInventoryError(ValueError):
    """An inventory that cannot be used; carries every finding, and the text of each file for snippets."""

    def __init__(self, findings: Sequence[Finding], texts: dict[str, str] | None = None) -> None:
        self.findings = tuple(findings)
        self.texts = texts or {}
        super().__init__("\n".join(map(str, self.findings)))


class SelectionError(ValueError):
    """The devices asked for cannot be chosen; `hint` says what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def problem(code: Code, message: str, span: Span, *, hint: str | None = None, path: str = "") -> Finding:
    """A finding of severity error."""
    return Finding(code, message, Severity.ERROR, span, path=path, help=hint)
