"""How many no-op jobs per second the development engine hands through, and how soon a worker gets one.

python benchmarks/engine_throughput.py [--jobs 2000] [--batch 1]

Submits jobs one by one and has one worker claim them and push results, both over HTTP with a client that
costs little, so that the engine's own work is what is measured. Then: the time from a submission to its job
in the hands of a worker that waits (long poll).
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK = {"package": "fb.bench.io", "name": "noop", "majorVersion": 1, "minorVersion": 0, "patchVersion": 0}


class Client:
    """One connection, kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)

    def post(self, path: str, body: Any) -> Any:
        text = json.dumps(body).encode()
        self._connection.request("POST", path, text, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        content = answer.read()
        assert answer.status < 300, (answer.status, content)
        return json.loads(content)


def submit(port: int, count: int) -> None:
    client = Client(port)
    for _ in range(count):
        client.post("/dev/submissions", {"functionBlock": "fb.bench.io/noop"})


def work(client: Client, worker: str, count: int, batch: int) -> None:
    done = 0
    while done < count:
        body = {"workerId": worker, "functionBlockIds": [BLOCK], "limit": batch, "waitSeconds": 10}
        for job in client.post("/blackboard/job", body):
            result = {"success": True, "message": "done"}
            client.post(
                "/blackboard/job/result",
                {"jobExecutionId": job["jobId"], "status": "success", "result": result},
            )
            done += 1


def register(client: Client) -> str:
    worker: str = client.post("/workers/register", {"version": "1"})["uuid"]
    schemas = {"parameterJsonSchema": {"type": "object"}, "resultDataJsonSchema": {"type": "object"}}
    client.post(
        "/function-blocks/register",
        BLOCK | {"workerId": worker, "description": "", "runOn": "global", "fbType": "execute"} | schemas,
    )
    return worker


def throughput(port: int, jobs: int, batch: int, cpu: Callable[[], float]) -> None:
    client = Client(port)
    worker = register(client)
    submitting = threading.Thread(target=submit, args=(port, jobs))
    used, began = cpu(), time.perf_counter()
    submitting.start()
    work(client, worker, jobs, batch)
    took = time.perf_counter() - began
    submitting.join()
    used = (cpu() - used) * 1000 / jobs
    print(f"{jobs} jobs, submitted and worked on at the same time: {jobs / took:.0f} jobs/s (limit {batch})")
    print(f"the engine's own time for one of them: {used:.2f} ms")
    began = time.perf_counter()
    submit(port, jobs)
    took = time.perf_counter() - began
    print(f"submissions alone: {jobs / took:.0f}/s")
    began = time.perf_counter()
    work(client, worker, jobs, batch)
    took = time.perf_counter() - began
    print(f"claim and result alone: {jobs / took:.0f} jobs/s (limit {batch})")


def latency(port: int, count: int) -> None:
    client = Client(port)
    worker = register(client)
    got: list[float] = []
    ready = threading.Event()

    def wait() -> None:
        waiting = Client(port)
        for _ in range(count):
            ready.set()
            body = {"workerId": worker, "functionBlockIds": [BLOCK], "waitSeconds": 30}
            jobs = waiting.post("/blackboard/job", body)
            got.append(time.perf_counter())
            assert len(jobs) == 1

    thread = threading.Thread(target=wait)
    thread.start()
    sent = []
    for _ in range(count):
        ready.wait()
        ready.clear()
        time.sleep(0.02)
        sent.append(time.perf_counter())
        client.post("/dev/submissions", {"functionBlock": "fb.bench.io/noop"})
    thread.join()
    took = sorted((end - begin) * 1000 for begin, end in zip(sent, got, strict=True))
    p50, p99 = statistics.median(took), took[int(len(took) * 0.99)]
    print(f"from submission to a waiting worker: p50 {p50:.1f} ms, p99 {p99:.1f} ms")


def cpu_of(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, "-m", "neops_blocks.cli", "engine", "--port", "0"]
        with subprocess.Popen(
            [*command, "--db", str(Path(directory) / "engine.sqlite")], stderr=subprocess.PIPE, text=True
        ) as engine:
            assert engine.stderr is not None
            line = engine.stderr.readline()
            found = re.search(r":(\d+),", line)
            assert found is not None, line
            try:
                throughput(int(found[1]), given.jobs, given.batch, lambda: cpu_of(engine.pid))
                latency(int(found[1]), 100)
            finally:
                engine.terminate()


if __name__ == "__main__":
    main()
