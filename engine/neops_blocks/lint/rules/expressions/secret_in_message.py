"""NB508 secret-in-message: a secret in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_blocks.templates import shown_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.templates import NameUse


def _is_message(path: tuple[str | int, ...]) -> bool:
    return path == ("result", "message") or (path[-1] == "message" and path[-3:-2] == ("assert",))


def _told(name: NameUse, text: str, secret: set[str]) -> list[str]:
    """The secrets that a name tells: one of them, or all with all the parameters."""
    if name.path[0] != "params":
        return []
    if len(name.path) > 1:
        return [name.path[1]] if name.path[1] in secret else []
    return sorted(secret) if text[name.end :].lstrip()[:1] in ("}", "|") else []


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
            for name in shown_names(template.use.text) if secret else ():
                told = _told(name, template.use.text, secret)
                if told:
                    yield self.finding(
                        f"the secret {' and '.join(map(repr, told))} is part of a message",
                        template.span(name.start, name.end),
                        template.path,
                        help="leave it out",
                    )
