"""An inventory for switches that somebody wants to try blocks on, for as long as they run."""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from neops_blocks.demo.lab import Lab

_HEAD = "# Emulated switches of `neops-blocks demo --keep`; the file goes when they do.\n"


@contextlib.contextmanager
def inventory_file(lab: Lab, file: Path) -> Iterator[None]:
    """Write an inventory of the switches, their password included; remove it afterwards unless it was edited.

    Raises:
        OSError: the file exists already, or cannot be written.
    """
    import yaml

    content = json.loads(lab.inventory.read_text(encoding="utf-8"))
    content["defaults"]["password"] = lab.password
    text = _HEAD + yaml.safe_dump(content, sort_keys=False)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if file.read_text(encoding="utf-8") == text:
                file.unlink()
