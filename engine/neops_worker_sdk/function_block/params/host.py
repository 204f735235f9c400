"""A host, and what is known of how to log in to it."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from neops_worker_sdk.function_block.engine_schema import remove_schema_defaults
from neops_worker_sdk.function_block.params.blank import BLANK_IS_NONE
from neops_worker_sdk.function_block.params.credentials import Credential, Credentials, OptionalCredentials
from neops_worker_sdk.logger.sensitive import SENSITIVE

OptionalHostValue: TypeAlias = Annotated[str | None, BLANK_IS_NONE]
UsernameField: TypeAlias = Annotated[
    OptionalHostValue,
    Field(default=None, title="Username", description="Without it the shared credentials are tried."),
]
PasswordField: TypeAlias = Annotated[
    OptionalHostValue,
    SENSITIVE,
    Field(
        default=None, title="Password", description="Without it the shared credentials are tried.", repr=False
    ),
]
PlatformField: TypeAlias = Annotated[
    OptionalHostValue,
    Field(default=None, title="Platform", description="Short name, such as `ios`; found out if not given."),
]


class Host(BaseModel):
    """A host by its address, with a login of its own or without."""

    model_config = ConfigDict(json_schema_extra=remove_schema_defaults)

    ip: str
    username: UsernameField = None
    password: PasswordField = None
    platform: PlatformField = None

    def candidate_credentials(self, shared: OptionalCredentials) -> Credentials:
        """The logins to try, in order.

        Its own, if it is complete. Else the shared ones: of a host whose platform is known, those for the
        platform first, then those for any; those for another platform are left out.
        """
        if self.username is not None and self.password is not None:
            return [Credential(username=self.username, password=self.password)]
        if self.platform is None:
            return list(shared or ())
        return [
            credential
            for platform in (self.platform, None)
            for credential in shared or ()
            if credential.platform == platform
        ]
