"""Concurrency for block authors: threads, parallel operations, tasks, and the detector of blocking calls."""

from neops_worker_sdk.concurrency.activity import collecting_activities, working_on
from neops_worker_sdk.concurrency.crew import lending_this_thread
from neops_worker_sdk.concurrency.detector import DEFAULT_THRESHOLD, BlockingDetector
from neops_worker_sdk.concurrency.executor import DaemonThreadPoolExecutor, default_thread_count
from neops_worker_sdk.concurrency.holds import BlockingEvent
from neops_worker_sdk.concurrency.in_thread import run_in_thread
from neops_worker_sdk.concurrency.parallel import run_parallel
from neops_worker_sdk.concurrency.places import Place
from neops_worker_sdk.concurrency.scheduled import schedule_task

__all__ = [
    "DEFAULT_THRESHOLD",
    "BlockingDetector",
    "BlockingEvent",
    "DaemonThreadPoolExecutor",
    "Place",
    "collecting_activities",
    "default_thread_count",
    "lending_this_thread",
    "run_in_thread",
    "run_parallel",
    "schedule_task",
    "working_on",
]
