"""What can go wrong with workflows, as callers see it."""

from __future__ import annotations

from neops_dev_engine.errors import ApiError, NotFound


class InvalidDocument(ApiError):
    """The document is no workflow; all faults are told, each with its path."""

    code = "InvalidDocument"


class InvalidParameter(ApiError):
    """Something that was sent beside the document is not what it may be."""

    code = "InvalidParameter"


class AcceptBumpMismatch(ApiError):
    """The change is not of the size that the caller accepts."""

    code = "AcceptBumpMismatch"


class NotDeleted(ApiError):
    """Only what is deleted can be restored."""

    code = "NotDeleted"


class InvalidExecution(ApiError):
    """The workflow cannot be started in this way: its parameters or entities do not fit."""

    code = "InvalidExecution"


class InvalidQuery(ApiError):
    """A query cannot be evaluated."""

    code = "InvalidQuery"


class UnknownState(ApiError):
    """There is no such state of executions."""

    code = "UnknownState"


class UnknownWorkflow(NotFound):
    """No such workflow is published, or not in this version."""

    code = "UnknownWorkflow"


class UnknownExecution(NotFound):
    """No execution has this id."""

    code = "UnknownExecution"


class UnknownEntity(NotFound):
    """The inventory does not have it."""

    code = "UnknownEntity"


class VersionAlreadyPublished(ApiError):
    """Published versions never change."""

    status = 409
    code = "VersionAlreadyPublished"


class VersionDeleted(ApiError):
    """The version was published with other content, and deleted."""

    status = 409
    code = "VersionDeleted"


class ExecutionExists(ApiError):
    """The id that the caller chose belongs to an execution already."""

    status = 409
    code = "ExecutionExists"


class ExecutionFinished(ApiError):
    """It is over; there is nothing to abort."""

    status = 409
    code = "ExecutionFinished"


class BelowFloor(ApiError):
    """The change is larger than the version says."""

    status = 422
    code = "BelowFloor"


class MajorRequiresExplicit(ApiError):
    """Callers will break; that is not done by counting up."""

    status = 422
    code = "MajorRequiresExplicit"
