"""The settings of a worker: where each comes from, and what is wrong with them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.cli.doctor.remarks import note, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.cli.doctor.remarks import Remark
    from neops_worker_sdk.worker.configuration import Resolved


def check(resolved: Resolved) -> Iterator[Remark]:
    """Tell what is not as it should be; the settings themselves are shown apart."""
    for text in resolved.problems:
        yield problem(text, "correct it there; until then the default is taken here")
    token = resolved.origins["token"]
    if resolved.settings.token and os.name == "posix" and _others_may_read(Path(token.place)):
        yield note(f"other users can read {token.place}, which holds the token", f"chmod 600 {token.place}")


def _others_may_read(file: Path) -> bool:
    return file.is_absolute() and file.is_file() and bool(file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
