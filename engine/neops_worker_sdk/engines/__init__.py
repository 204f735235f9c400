"""What a worker talks to: the port, and its adapters.

`neops` speaks the platform's blackboard API over HTTP; `memory` is an engine in this process, for tests.
"""

from neops_worker_sdk.engines.errors import (
    EngineError,
    EngineRefusedError,
    EngineUnavailableError,
    ResultAlreadyThereError,
    UnknownWorkerError,
)
from neops_worker_sdk.engines.port import Compatibility, Engine, MalformedJob, PolledJob

__all__ = [
    "Compatibility",
    "Engine",
    "EngineError",
    "EngineRefusedError",
    "EngineUnavailableError",
    "MalformedJob",
    "PolledJob",
    "ResultAlreadyThereError",
    "UnknownWorkerError",
]
