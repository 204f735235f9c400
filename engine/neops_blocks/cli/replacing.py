"""Files that are replaced as a whole: whoever reads one sees the old content or the new, never a part."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def replace_content(path: Path, data: bytes) -> None:
    """Give a file another content; its mode stays, and a link stays a link.

    Raises:
        OSError: the file or its directory cannot be written; the file is as it was.
    """
    target = path.resolve(strict=True)
    with target.open("r+b"):
        pass
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, written)
        written.replace(target)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
