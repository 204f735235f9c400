"""A registration as it is sent to an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import StringConstraints

from neops_worker_sdk.logger.secret_schemas import mark_secrets
from neops_worker_sdk.utils.pydantic_schema_generator import generate_json_schema
from neops_worker_sdk.workflow.model import Dto

if TYPE_CHECKING:
    from neops_worker_sdk.registry.registration import Registration

BlockName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[^/:]+$")]
BlockType: TypeAlias = Literal["configure", "facts", "check", "execute", "none"]


class RegisterFunctionBlockDto(Dto):
    """The body of a block's registration."""

    name: BlockName
    package: BlockName
    major_version: int
    minor_version: int
    patch_version: int
    worker_id: str | None = None
    description: str
    run_on: str
    fb_type: BlockType
    markdown_help_text: str = ""
    deprecated: bool = False
    parameter_json_schema: dict[str, Any]
    result_data_json_schema: dict[str, Any]
    is_idempotent: bool = False
    is_pure: bool = False
    reversible: bool = False


def registration_dto(registration: Registration) -> RegisterFunctionBlockDto:
    """What to send for `registration`; secret parameters are ``writeOnly`` in its schema, without a default.

    Raises:
        pydantic.ValidationError: its type is unknown, or a name contains ``/`` or ``:``.
    """
    parameters = generate_json_schema(registration.param_cls)
    mark_secrets(parameters)
    return RegisterFunctionBlockDto.model_validate(
        {
            "name": registration.name,
            "package": registration.package,
            "major_version": registration.major_version,
            "minor_version": registration.minor_version,
            "patch_version": registration.patch_version,
            "description": registration.description,
            "run_on": registration.run_on,
            "fb_type": registration.fb_type,
            "markdown_help_text": registration.markdown_helptext,
            "deprecated": registration.deprecated,
            "parameter_json_schema": parameters,
            "result_data_json_schema": generate_json_schema(registration.result_cls),
            "is_idempotent": registration.is_idempotent,
            "is_pure": registration.is_pure,
            "reversible": registration.reversible,
        }
    )
