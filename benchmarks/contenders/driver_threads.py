"""Our netmiko driver, nothing around it, in a thread pool."""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import neops_blocks.drivers.netmiko.session  # noqa: F401  (loaded before the clock starts, as the others do)
from neops_blocks.drivers import Target, driver_for


def ask(row: dict[str, object]) -> str:
    session = driver_for("ios").open(Target(**row, host_key="ignore", connect_timeout=30.0))  # type: ignore[arg-type]
    try:
        return session.send("show version", timeout=60)
    finally:
        session.close()


rows = json.loads(Path(sys.argv[1]).read_text())["devices"]
start = time.perf_counter()
with ThreadPoolExecutor(len(rows)) as pool:
    outputs = list(pool.map(ask, rows))
work = time.perf_counter() - start
good = sum(f"{row['name']} uptime" in output for row, output in zip(rows, outputs, strict=True))
print(json.dumps({"work": work, "good": good}))
