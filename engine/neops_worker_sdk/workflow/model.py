"""What the models of the engine's API have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Dto(BaseModel):
    """A model of the engine's API: camelCase on the wire, snake_case in Python, either to build it.

    Unknown keys are ignored, assigning an unknown attribute or an invalid value raises. The validator of a
    model is built when it is first used: most jobs need few of them.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        validate_assignment=True,
        extra="ignore",
        defer_build=True,
    )
