"""Loggers that say whose they are."""

from __future__ import annotations

from neops_worker_sdk.logger.base import BaseLogger, ContextualLogger
from neops_worker_sdk.logger.stdlib import StdlibContextualLogger


def logger_for(owner: object, logger: BaseLogger | None = None, **context: object) -> BaseLogger:
    """A logger whose context has ``class=<name of the owner's class>`` and `context`.

    Args:
        owner: an object, or a class.
        logger: to log to; one that carries no context is returned as it is. Default: the SDK's.
        context: more named values.
    """
    chosen = StdlibContextualLogger() if logger is None else logger
    if not isinstance(chosen, ContextualLogger):
        return chosen
    cls = owner if isinstance(owner, type) else type(owner)
    return chosen.with_context(**{"class": cls.__name__, **context})
