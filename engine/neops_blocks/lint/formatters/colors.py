"""Colours of a terminal, by plain ANSI codes."""

from __future__ import annotations

from neops_blocks.diagnostics import Severity

BOLD, RED, YELLOW, BLUE, CYAN = "1", "31", "33", "34", "36"
OF_SEVERITY = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.INFO: CYAN}


def paint(text: str, *codes: str, color: bool) -> str:
    """The text in colour, or as it is."""
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if color and text else text
