"""NB306 secret-default: a secret in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.connections import connections_of
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.parameters.secret_names import looks_like_a_secret
from neops_blocks.templates import has_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class SecretDefault(Rule):
    """A secret in the file."""

    code = Code.SECRET_DEFAULT
    name = "secret-default"
    summary = "A secret stands in the file: as a default, or as a password of the connection."
    why = "Whoever can read the block can read the secret."
    remedy = "Leave the default out; a password comes from the inventory, or from a parameter."
    bad = "password: {type: string, secret: true, default: hunter2}"
    good = "password: {type: string, secret: true}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the defaults of the secrets, and at the connections."""
        yield from self._in_connections(subject)
        for name, parameter in subject.block.parameters.items():
            is_secret = parameter.secret or looks_like_a_secret(name, parameter)
            if is_secret and parameter.default not in (None, ""):
                path = ("parameters", name, "default")
                message = f"the secret {name!r} has a default that everybody can read"
                yield self.finding(
                    message, subject.document.key_span(*path), path, help="leave the default out"
                )

    def _in_connections(self, subject: Subject) -> Iterator[Finding]:
        for connection, path in connections_of(subject.block):
            for key in ("password", "enable_password"):
                written = getattr(connection, key)
                if written and not has_template(written):
                    at = (*path, key)
                    yield self.finding(
                        f"this {key} is one that everybody can read",
                        subject.document.span(*at),
                        at,
                        help="take it from the inventory, or from a parameter with `secret: true`",
                    )
