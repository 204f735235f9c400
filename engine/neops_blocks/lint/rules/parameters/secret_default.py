"""NB306 secret-default: a secret in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class SecretDefault(Rule):
    """A secret in the file."""

    code = Code.SECRET_DEFAULT
    name = "secret-default"
    summary = "A secret has a default in the file."
    why = "Whoever can read the block can read the secret."
    remedy = "Leave the default out."
    bad = "password: {type: string, secret: true, default: hunter2}"
    good = "password: {type: string, secret: true}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the defaults of the secrets."""
        for name, parameter in subject.block.parameters.items():
            if parameter.secret and parameter.default not in (None, ""):
                path = ("parameters", name, "default")
                message = f"the secret {name!r} has a default that everybody can read"
                yield self.finding(
                    message, subject.document.key_span(*path), path, help="leave the default out"
                )
