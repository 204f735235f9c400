"""How many threads a job gets."""

from __future__ import annotations

from neops_worker_sdk.concurrency import default_thread_count


def pool_size(devices: int, max_parallel: int | None, max_threads: int) -> int:
    """The size of a job's default executor.

    ``min(32, cpu + 4)`` for at most one device, as specified; more devices get a thread each, as far as the
    block's `max_parallel` and `max_threads` allow.
    """
    base = default_thread_count()
    if devices <= 1:
        return base
    wanted = devices if max_parallel is None else min(devices, max_parallel)
    return max(base, min(wanted, max_threads))
