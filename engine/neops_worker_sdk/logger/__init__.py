"""Loggers of the SDK: stdlib logging that carries context, and no set-up of its own."""

from neops_worker_sdk.logger.base import BaseLogger, ContextualLogger
from neops_worker_sdk.logger.owner import logger_for
from neops_worker_sdk.logger.stdlib import StdlibContextualLogger

Logger = StdlibContextualLogger

__all__ = ["BaseLogger", "ContextualLogger", "Logger", "StdlibContextualLogger", "logger_for"]
