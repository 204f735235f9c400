"""Nornir with nornir_netmiko, as many workers as devices."""

import json
import sys
import tempfile
import time
from pathlib import Path

from nornir import InitNornir
from nornir_netmiko.tasks import netmiko_send_command

rows = json.loads(Path(sys.argv[1]).read_text())["devices"]
with tempfile.TemporaryDirectory() as directory:
    hosts = Path(directory, "hosts.yaml")
    hosts.write_text(
        json.dumps(
            {
                row["name"]: {
                    "hostname": row["host"],
                    **{key: row[key] for key in ("port", "username", "password")},
                    "platform": "cisco_ios",
                    "connection_options": {"netmiko": {"extras": {"conn_timeout": 30}}},
                }
                for row in rows
            }
        )
    )
    nornir = InitNornir(
        runner={"plugin": "threaded", "options": {"num_workers": len(rows)}},
        inventory={"plugin": "SimpleInventory", "options": {"host_file": str(hosts)}},
        logging={"enabled": False},
    )
start = time.perf_counter()
results = nornir.run(task=netmiko_send_command, command_string="show version", read_timeout=60)
nornir.close_connections()
work = time.perf_counter() - start
good = sum(f"{row['name']} uptime" in str(results[row["name"]].result) for row in rows)
print(json.dumps({"work": work, "good": good}))
