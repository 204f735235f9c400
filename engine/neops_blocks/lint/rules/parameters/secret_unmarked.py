"""NB305 secret-unmarked: a password that is not marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.lint.rules.parameters.secret_names import looks_like_a_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


class SecretUnmarked(Rule):
    """A password that is not marked."""

    code = Code.SECRET_UNMARKED
    name = "secret-unmarked"
    summary = "The parameter looks like a secret, but is not marked as one."
    why = "Only marked secrets are masked in outputs and logs."
    remedy = "Say `secret: true`; if it is none, `secret: false`."
    bad = "enable_password: string"
    good = "enable_password: {type: string, secret: true}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the names of the parameters."""
        for name, parameter in subject.block.parameters.items():
            if looks_like_a_secret(name, parameter):
                path = ("parameters", name)
                message = f"{name!r} looks like a secret, but is not marked as one"
                span = subject.document.key_span(*path)
                yield self.finding(
                    message, span, path, help="add `secret: true`, or `secret: false` if it is none"
                )
