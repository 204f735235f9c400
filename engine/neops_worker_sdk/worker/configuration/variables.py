"""The table of settings: the environment variable of each, and what its value may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from neops_worker_sdk.jobs.settings import THRESHOLD_VARIABLE
from neops_worker_sdk.worker.configuration.kinds import (
    Address,
    Choice,
    Directories,
    Directory,
    Seconds,
    Switch,
    Text,
    Texts,
    Token,
    Whole,
)
from neops_worker_sdk.worker.settings import LogFormat, LogLevel

if TYPE_CHECKING:
    from neops_worker_sdk.worker.configuration.kinds import Kind

HOUR = 3600.0
SHORTEST = 0.05


@dataclass(frozen=True)
class Variable:
    """How a setting is given from outside.

    Attributes:
        name: of the environment variable.
        kind: what its value may be.
        secret: its value is never shown, and does not belong in files of the project.
        holds: this is no setting: it names a file that holds the value of that one.
    """

    name: str
    kind: Kind
    secret: bool = False
    holds: str | None = None


VARIABLES: dict[str, Variable] = {
    "engine": Variable("URL_BLACKBOARD", Address()),
    "blocks": Variable("DIR_FUNCTION_BLOCKS", Directories()),
    "name": Variable("WORKER_NAME", Text()),
    "ip_address": Variable("WORKER_IP_ADDRESS", Text()),
    "poll_interval": Variable("POLL_INTERVAL", Seconds(SHORTEST, HOUR)),
    "heartbeat_interval": Variable("HEARTBEAT_INTERVAL", Seconds(SHORTEST, HOUR)),
    "request_timeout": Variable("API_REQUEST_TIMEOUT", Seconds(SHORTEST, HOUR)),
    "shutdown_timeout": Variable("SHUTDOWN_TIMEOUT", Seconds()),
    "result_push_timeout": Variable("RESULT_PUSH_TIMEOUT", Seconds()),
    "startup_retry_timeout": Variable("STARTUP_RETRY_TIMEOUT", Seconds()),
    "blocking_threshold": Variable(THRESHOLD_VARIABLE, Seconds()),
    "job_timeout": Variable("JOB_TIMEOUT", Seconds()),
    "max_threads": Variable("MAX_THREADS", Whole(1, 4096)),
    "max_claim": Variable("MAX_CLAIM", Whole(1, 1000)),
    "token": Variable("ENGINE_TOKEN", Token(), secret=True),
    "token_file": Variable("ENGINE_TOKEN_FILE", Directory("a path of a file"), holds="token"),
    "state_dir": Variable("STATE_DIR", Directory()),
    "strict": Variable("STRICT_DISCOVERY", Switch()),
    "log_format": Variable("LOG_FORMAT", Choice(get_args(LogFormat))),
    "log_level": Variable("LOG_LEVEL", Choice(get_args(LogLevel))),
    "redact_extra_keys": Variable("LOG_REDACT_EXTRA_KEYS", Texts()),
    "metrics_port": Variable("METRICS_PORT", Whole(0, 65535)),
    "metrics_host": Variable("METRICS_HOST", Text()),
    "reload": Variable("RELOAD", Switch()),
}
