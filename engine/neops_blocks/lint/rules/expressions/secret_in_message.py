"""NB508 secret-in-message: a secret in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject


def _is_message(path: tuple[str | int, ...]) -> bool:
    return path == ("result", "message") or (path[-1] == "message" and path[-3:-2] == ("assert",))


class SecretInMessage(Rule):
    """A secret in a message."""

    code = Code.SECRET_IN_MESSAGE
    name = "secret-in-message"
    summary = "A message contains a secret."
    why = "It would be masked, so that the message says nothing."
    remedy = "Leave it out of the message."
    bad = (
        'parameters:\n  password: {type: string, secret: true}\nresult: {message: "by {{ params.password }}"}'
    )
    good = "parameters:\n  password: {type: string, secret: true}\nresult: {message: logged in}"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Look at the names in every message."""
        secret = {name for name, parameter in subject.block.parameters.items() if parameter.secret}
        for template in subject.templates:
            if not _is_message(template.path):
                continue
            for name in template.analysis.names:
                if name.path[:1] == ("params",) and len(name.path) > 1 and name.path[1] in secret:
                    message = f"the secret {name.path[1]!r} is part of a message"
                    yield self.finding(
                        message, template.span(name.start, name.end), template.path, help="leave it out"
                    )
