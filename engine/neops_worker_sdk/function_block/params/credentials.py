"""A login, and lists of them."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BaseModel, Field

from neops_worker_sdk.function_block.params.blank import BLANK_IS_NONE
from neops_worker_sdk.logger.sensitive import SENSITIVE


class Credential(BaseModel):
    """A login that hosts share; with a platform, it is for hosts of that platform only."""

    username: str
    password: Annotated[str, SENSITIVE] = Field(repr=False)
    platform: Annotated[str | None, BLANK_IS_NONE] = None


Credentials: TypeAlias = list[Credential]
OptionalCredentials: TypeAlias = Annotated[Credentials | None, BLANK_IS_NONE]
CredentialsField: TypeAlias = Annotated[
    OptionalCredentials,
    Field(default=None, title="Credentials", description="Logins to try one after the other."),
]
