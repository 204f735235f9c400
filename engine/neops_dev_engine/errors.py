"""What can go wrong, with the status and the code that callers see."""

from __future__ import annotations

from typing import Any, ClassVar


class ApiError(Exception):
    """A request that is answered with an error.

    Attributes:
        status: of the HTTP answer.
        code: stable name, ``error`` in the body.
        message: what is wrong.
        hint: what to do about it.
        more: further keys of the body.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "InvalidRequest"

    def __init__(self, message: str, *, hint: str | None = None, **more: Any) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.more = more

    def body(self) -> dict[str, Any]:
        """What the answer says."""
        said: dict[str, Any] = {"statusCode": self.status, "error": self.code, "message": self.message}
        if self.hint is not None:
            said["hint"] = self.hint
        return said | self.more


class InvalidBody(ApiError):
    """The body is no JSON, or not what this endpoint takes."""

    code = "InvalidBody"


class NotJson(InvalidBody, ValueError):
    """A value cannot be written as JSON."""


class IncompatibleSchema(ApiError):
    """A function block breaks the promise of its version."""

    code = "IncompatibleSchema"


class Unauthorized(ApiError):
    """The engine was started with a token, and the request has none or another."""

    status = 401
    code = "Unauthorized"


class Refused(ApiError):
    """The request comes from a web page of somebody else, or names a host that this engine is not."""

    status = 403
    code = "Forbidden"


class NotFound(ApiError):
    """There is no such thing."""

    status = 404
    code = "NotFound"


class UnknownWorker(NotFound):
    """No worker has this id, or it is deleted."""

    code = "UnknownWorker"


class UnknownJob(NotFound):
    """No job has this id."""

    code = "UnknownJob"


class UnknownFunctionBlock(NotFound):
    """No such block is registered, or not in this version."""

    code = "UnknownFunctionBlock"


class UnknownSubmission(NotFound):
    """No submission has this id."""

    code = "UnknownSubmission"


class ResultAlreadyThere(ApiError):
    """The job has a result; the first one stays."""

    status = 409
    code = "ResultAlreadyThere"


class JobNotClaimed(ApiError):
    """A result for a job that was handed out to nobody."""

    status = 409
    code = "JobNotClaimed"


class BodyTooLarge(ApiError):
    """The body is larger than this engine takes."""

    status = 413
    code = "BodyTooLarge"


class WrongMediaType(ApiError):
    """The body is not sent as JSON."""

    status = 415
    code = "UnsupportedMediaType"


class InvalidParameters(ApiError):
    """The parameters do not fit the block's schema; all faults are told."""

    status = 422
    code = "InvalidParameters"


class StorageFailed(ApiError):
    """The database could not be written; nothing of the request was done."""

    status = 503
    code = "StorageFailed"


class DatabaseUnusable(OSError):
    """The database file cannot be opened.

    Attributes:
        hint: what to do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint
