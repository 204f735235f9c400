"""What the blocking detector costs, as a share of one core.

python benchmarks/detector.py [seconds]
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time

from neops_worker_sdk.concurrency import BlockingDetector, DaemonThreadPoolExecutor
from neops_worker_sdk.logger import StdlibContextualLogger

CASES = [(threads, threshold) for threshold in (0.5, 0.1) for threads in (0, 50, 200)]


async def idle(pool: DaemonThreadPoolExecutor, threads: int, stop: threading.Event) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(pool)
    running = [loop.run_in_executor(None, stop.wait) for _ in range(threads)]
    while not stop.is_set():  # noqa: ASYNC110 - a loop that is never idle for long: the dear case
        await asyncio.sleep(0.02)
    await asyncio.gather(*running)


async def cost(threads: int, threshold: float, seconds: float, *, detector_on: bool) -> float:
    """CPU seconds of the watching thread per second."""
    stop, pool = threading.Event(), DaemonThreadPoolExecutor(max(1, threads))
    thread = threading.Thread(target=lambda: asyncio.run(idle(pool, threads, stop)), daemon=True)
    thread.start()
    await asyncio.sleep(0.3)
    detector = BlockingDetector(threshold if detector_on else 0, StdlibContextualLogger())
    began, cpu = time.monotonic(), time.thread_time()
    watching = asyncio.create_task(detector.monitor_thread(thread.ident or 0, "benchmark"))
    await asyncio.sleep(seconds)
    used, elapsed = time.thread_time() - cpu, time.monotonic() - began
    watching.cancel()
    await asyncio.wait({watching})
    stop.set()
    await asyncio.to_thread(thread.join)
    return used / elapsed


def main() -> None:
    logging.basicConfig()
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    print(f"{'threshold':>10} {'threads':>8} {'share of a core':>16}")
    for threads, threshold in CASES:
        on = asyncio.run(cost(threads, threshold, seconds, detector_on=True))
        off = asyncio.run(cost(threads, threshold, seconds, detector_on=False))
        print(f"{threshold:>9}s {threads:>8} {on - off:>15.2%}")


if __name__ == "__main__":
    main()
