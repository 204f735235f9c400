"""Runs inside the FRR lab's namespace: one session with one router; prints what happened as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from neops_blocks.diagnostics import Failure
from neops_blocks.drivers import Target, driver_for


def main(driver: str, settings: dict[str, object], commands: list[str], timeout: float) -> dict[str, object]:
    paths = {key: Path(str(settings[key])) for key in ("key_file", "known_hosts") if key in settings}
    start, outputs = time.monotonic(), []
    try:
        session = driver_for("frr", driver).open(Target(**{**settings, **paths}))  # type: ignore[arg-type]
        for command in commands:
            outputs.append(session.send(command, timeout=timeout))
        session.close()
    except Failure as failure:
        error = {"code": failure.code, "message": failure.message, "output": failure.output}
    else:
        error = None
    return {"outputs": outputs, "error": error, "seconds": time.monotonic() - start}


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    print(json.dumps(main(given["driver"], given["settings"], given["commands"], given["timeout"])))
