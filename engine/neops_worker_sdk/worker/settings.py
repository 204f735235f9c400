"""What there is to choose about a worker, and the defaults; where the values come from is no concern here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from neops_worker_sdk.concurrency import DEFAULT_THRESHOLD

LogFormat: TypeAlias = Literal["text", "json"]
LogLevel: TypeAlias = Literal["debug", "info", "warning", "error", "critical"]

POLL_INTERVAL = 10.0
HEARTBEAT_INTERVAL = 20.0
REQUEST_TIMEOUT = 30.0
SHUTDOWN_TIMEOUT = 60.0
RESULT_PUSH_TIMEOUT = 300.0
STARTUP_RETRY_TIMEOUT = 120.0
BLOCKING_THRESHOLD = DEFAULT_THRESHOLD
JOB_TIMEOUT = 660.0
MAX_THREADS = 256
MAX_CLAIM = 16
LOG_FORMAT: LogFormat = "text"
LOG_LEVEL: LogLevel = "info"
METRICS_HOST = "127.0.0.1"
STATE_DIR = Path("~/.local/state/neops-worker")


@dataclass(frozen=True)
class WorkerSettings:
    """Everything there is to choose about a worker."""

    engine: str | None = None
    """Base URL of the engine, such as `http://127.0.0.1:3030`. A worker does not start without one."""

    blocks: tuple[Path, ...] = ()
    """Directories that are searched for blocks, one after the other."""

    name: str | None = None
    """What the engine shows the worker as."""

    ip_address: str | None = None
    """The address that the engine shows; it is not used to connect."""

    poll_interval: float = POLL_INTERVAL
    """The longest pause between two polls, in seconds. A busy worker polls at once."""

    heartbeat_interval: float = HEARTBEAT_INTERVAL
    """Seconds between two pings. An engine takes a worker that is silent for two minutes as unreachable."""

    request_timeout: float = REQUEST_TIMEOUT
    """Seconds for one request to the engine."""

    shutdown_timeout: float = SHUTDOWN_TIMEOUT
    """Seconds from the signal to the end of the process; a job that takes longer is reported as failed."""

    result_push_timeout: float = RESULT_PUSH_TIMEOUT
    """Seconds for which a result is sent again and again; afterwards once a minute, and after a restart."""

    startup_retry_timeout: float = STARTUP_RETRY_TIMEOUT
    """Seconds for which a worker that starts tries to register at an engine that does not answer."""

    blocking_threshold: float = BLOCKING_THRESHOLD
    """Seconds that code of a block may hold its event loop before there is a warning; 0: never warn."""

    job_timeout: float = JOB_TIMEOUT
    """Seconds for one job; 0: no limit. An engine gives up a job after twelve minutes."""

    max_threads: int = MAX_THREADS
    """The most threads that a job may have; each device that is worked on takes one."""

    max_claim: int = MAX_CLAIM
    """The most jobs that are claimed at once. As long as jobs take their time, one is."""

    token: str | None = field(default=None, repr=False)
    """Bearer token for the engine."""

    state_dir: Path = field(default_factory=STATE_DIR.expanduser)
    """Directory of the outbox, which keeps results until the engine has them."""

    strict: bool = False
    """Whether an error in one file of blocks keeps the worker from starting."""

    log_format: LogFormat = LOG_FORMAT
    """`text` for people, `json` for machines: one object a line."""

    log_level: LogLevel = LOG_LEVEL
    """The least serious lines that are written: `debug`, `info`, `warning`, `error` or `critical`."""

    redact_extra_keys: tuple[str, ...] = ()
    """Parts of names whose values are masked in the log, besides password, secret, token and their like."""

    metrics_port: int | None = None
    """TCP port for Prometheus; none: no metrics. 0 takes a free port and logs which."""

    metrics_host: str = METRICS_HOST
    """The address that `metrics_port` is opened on."""

    reload: bool = False
    """Whether changed files of blocks are read again between two jobs. For authors, not for production."""
