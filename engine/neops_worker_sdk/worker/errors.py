"""Why a worker cannot start."""

from __future__ import annotations


class StartupError(RuntimeError):
    """There are no blocks, or no engine takes them; the text says what to do."""
