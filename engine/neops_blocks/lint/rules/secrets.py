"""Secrets that would be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule
from neops_worker_sdk.logger.sensitive_names import DEFAULT_KEY_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject
    from neops_blocks.model import ParameterSchema

_SECRET = re.compile(rf"(^|_)({'|'.join(DEFAULT_KEY_PARTS)})$")


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
            said = "secret" in parameter.model_fields_set
            if _SECRET.search(name) and not said and _may_be_text(parameter):
                path = ("parameters", name)
                message = f"{name!r} looks like a secret, but is not marked as one"
                span = subject.document.key_span(*path)
                yield self.finding(
                    message, span, path, help="add `secret: true`, or `secret: false` if it is none"
                )


def _may_be_text(parameter: ParameterSchema) -> bool:
    types = parameter.type if isinstance(parameter.type, list) else [parameter.type]
    return None in types or "string" in types


def _is_message(path: tuple[str | int, ...]) -> bool:
    return path == ("result", "message") or (path[-1] == "message" and path[-3:-2] == ("assert",))


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
