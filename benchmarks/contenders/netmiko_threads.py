"""Plain netmiko in a thread pool."""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from netmiko import ConnectHandler


def ask(row: dict[str, object]) -> str:
    login = {key: row[key] for key in ("host", "port", "username", "password")}
    with ConnectHandler(device_type="cisco_ios", conn_timeout=30, **login) as connection:
        return str(connection.send_command("show version", read_timeout=60))


rows = json.loads(Path(sys.argv[1]).read_text())["devices"]
start = time.perf_counter()
with ThreadPoolExecutor(len(rows)) as pool:
    outputs = list(pool.map(ask, rows))
work = time.perf_counter() - start
good = sum(f"{row['name']} uptime" in output for row, output in zip(rows, outputs, strict=True))
print(json.dumps({"work": work, "good": good}))
