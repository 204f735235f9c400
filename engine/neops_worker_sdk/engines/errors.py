"""Why an engine did not do what it was asked."""

from __future__ import annotations


class EngineError(Exception):
    """An engine did not do what it was asked.

    Attributes:
        code: stable name of the reason.
        status: the HTTP status it answered with, None if it did not answer.
    """

    code = "engine_error"

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class EngineUnavailableError(EngineError, ConnectionError):
    """The engine cannot be reached, is overloaded or broken: asking again later may help."""

    code = "engine_unavailable"


class EngineRefusedError(EngineError, ValueError):
    """The engine refuses the request for good: asking again does not help."""

    code = "engine_refused"


class UnknownWorkerError(EngineRefusedError):
    """The engine does not know the worker (any more): it has to register again."""

    code = "unknown_worker"


class ResultAlreadyThereError(EngineRefusedError):
    """The engine holds a result of this job already; the first one wins."""

    code = "result_already_there"
