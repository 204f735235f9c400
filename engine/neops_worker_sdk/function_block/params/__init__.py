"""Parameters that blocks which log in to hosts have in common."""

from neops_worker_sdk.function_block.params.credentials import (
    Credential,
    Credentials,
    CredentialsField,
    OptionalCredentials,
)
from neops_worker_sdk.function_block.params.host import (
    Host,
    OptionalHostValue,
    PasswordField,
    PlatformField,
    UsernameField,
)

__all__ = [
    "Credential",
    "Credentials",
    "CredentialsField",
    "Host",
    "OptionalCredentials",
    "OptionalHostValue",
    "PasswordField",
    "PlatformField",
    "UsernameField",
]
