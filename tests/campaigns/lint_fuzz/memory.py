"""How much memory a process had at most while something ran."""

from __future__ import annotations

import contextlib
import re
import resource
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_FIELD = re.compile(r"^(VmHWM|VmRSS):\s+(\d+) kB", re.MULTILINE)


@dataclass
class Used:
    """Megabytes: before, the most, and what came on top."""

    before: float = 0.0
    most: float = 0.0

    @property
    def grown(self) -> float:
        """What was added at most."""
        return max(0.0, self.most - self.before)


@contextlib.contextmanager
def watched() -> Iterator[Used]:
    """The memory of what runs inside; without Linux's /proc, the most since the process began."""
    used = Used()
    if _resettable():
        used.before = _megabytes("VmRSS")
    else:
        used.before = _most_ever()
    yield used
    used.most = _megabytes("VmHWM") if used.before and _STATUS.exists() else _most_ever()


def _resettable() -> bool:
    """Forget the most so far, where the system can."""
    try:
        _RESET.write_text("5", encoding="ascii")
    except OSError:
        return False
    return True


def _megabytes(name: str) -> float:
    fields = dict(_FIELD.findall(_STATUS.read_text(encoding="ascii")))
    return int(fields[name]) / 1024


def _most_ever() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
