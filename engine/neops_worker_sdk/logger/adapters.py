"""The contextual loggers on the loggers of other libraries."""

from neops_worker_sdk.logger.loguru import LoguruContextualLogger
from neops_worker_sdk.logger.stdlib import StdlibContextualLogger

__all__ = ["LoguruContextualLogger", "StdlibContextualLogger"]
