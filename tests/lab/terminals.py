"""Running `neops-blocks` on a pseudo-terminal, as a person would."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ENGINE = Path(__file__).parents[2] / "engine"
LONGEST = 40


class Shown(NamedTuple):
    """Everything that was shown, the exit code, and seconds from the signal to the end if one was sent."""

    text: str
    code: int
    took: float | None


def on_terminal(
    arguments: list[object],
    cwd: Path,
    *,
    stop: Callable[[str], bool] | None = None,
    env: Mapping[str, str] | None = None,
) -> Shown:
    """Run a command; Ctrl-C is pressed when `stop` says so of what was shown until then."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "neops_blocks.cli", *map(str, arguments)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=cwd,
        env={
            **os.environ,
            "HOME": str(cwd),
            "PYTHONPATH": str(ENGINE),
            "TERM": "xterm-256color",
            "COLUMNS": "120",
            **(env or {}),
        },
    )
    os.close(slave)
    shown, deadline, stopped = "", time.monotonic() + LONGEST, None
    while time.monotonic() < deadline:
        if select.select([master], [], [], 0.1)[0]:
            try:
                chunk = os.read(master, 65536)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk.decode(errors="replace")
        elif process.poll() is not None:
            break
        if stop and stopped is None and stop(shown):
            stopped = time.monotonic()
            process.send_signal(signal.SIGINT)
    code = process.wait(20)
    os.close(master)
    return Shown(shown, code, None if stopped is None else time.monotonic() - stopped)
