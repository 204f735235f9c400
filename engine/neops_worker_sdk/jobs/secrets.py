"""The secrets of a job, for masking what leaves the process; whatever is wrong with the job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger.sensitive import parameter_secrets
from neops_worker_sdk.workflow.secrets import secrets_of, secrets_on_the_wire

if TYPE_CHECKING:
    from neops_worker_sdk.registry import Registration


def job_secrets(registration: Registration | None, parameters: object, context: object) -> Iterator[str]:
    """The secret texts in a job: those of its parameters, and the credentials of its devices.

    Never raises: a part of the job that is not what it should be gives the secrets that can be found in it.

    Args:
        registration: of the job's block; None if it is unknown: then names alone tell secret parameters.
        parameters: as they came, or as a model.
        context: as it came, or as any object with `devices`.
    """
    yield from _found(parameter_secrets(registration.param_cls if registration else None, parameters))
    for device in _devices(context):
        yield from _found(secrets_on_the_wire(device) if isinstance(device, Mapping) else secrets_of(device))


def _devices(context: object) -> Iterable[Any]:
    devices = context.get("devices") if isinstance(context, Mapping) else getattr(context, "devices", None)
    return (
        [*devices.values()] if isinstance(devices, Mapping) else devices if isinstance(devices, list) else ()
    )


def _found(secrets: Iterator[str]) -> Iterator[str]:
    try:
        yield from secrets
    except Exception:  # noqa: BLE001 - the job is malformed, or it has objects of the author's
        return
