"""NB802 unsent-reply: a reply to a command that nobody sends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, Fix, Severity, closest, did_you_mean
from neops_blocks.lint.rule import Fixable, Rule
from neops_blocks.templates import has_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.diagnostics import Finding
    from neops_blocks.lint.subject import Subject

Path = tuple[str | int, ...]

_TEMPLATE = r"(?s)\{%.*%\}|\{\{.*?\}\}|\{#.*?#\}"
"""From the first statement to the last anything may come."""
_SPACES = re.compile(" +")
_LONGEST = 1000
_PLAIN = r"[A-Za-z]([\w ./|-]*\w)?"
"""A command that needs no quotes, and may stand in any."""


class UnsentReply(Rule):
    """A reply to a command that nobody sends."""

    code = Code.UNSENT_REPLY
    name = "unsent-reply"
    severity = Severity.WARNING
    summary = "A test has a reply for a command that the block never sends."
    why = "The reply is never read, so the test says less than it seems to; often the command was renamed."
    remedy = "Correct the command, or remove the reply."
    fixable = Fixable.UNSAFE
    bad = (
        "steps:\n  - command: show version\ntests:\n  - name: works\n    replies: {sw1: {show versoin: 15.2}}"
    )
    good = (
        "steps:\n  - command: show version\ntests:\n  - name: works\n    replies: {sw1: {show version: 15.2}}"
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Compare the commands of the replies with those of the steps; a python step may send any."""
        block = subject.block
        replies = list(_replies(subject))
        if not replies or not subject.document.complete or any(step.kind == "python" for step in block.steps):
            return
        texts = [command.text for command in subject.commands]
        plain = {text for text in texts if not has_template(text)}
        whole = {_one_space(text) for text in plain}
        parts = [_parts(text) for text in set(texts) - plain]
        for path, command in replies:
            said = _one_space(command)
            if said not in whole and not any(_may_be(said, some) for some in parts):
                yield self.finding(
                    f"the block never sends {command!r}",
                    subject.document.key_span(*path),
                    path,
                    help=did_you_mean(command, plain, what="commands that it sends"),
                    fix=_meant(path, command, plain, subject),
                )


def _meant(path: Path, command: str, sent: set[str], subject: Subject) -> Fix | None:
    """The reply for the command that is most alike and has none yet."""
    replies = subject.document.node.at(*path[:-1])
    near = closest(command, sorted(sent - set(replies.keys))) if replies is not None else None
    if replies is None or near is None or not re.fullmatch(_PLAIN, near):
        return None
    return Fix.guess(replies.key_words(command), near)


def _one_space(text: str) -> str:
    return _SPACES.sub(" ", text.strip())


def _parts(text: str) -> list[str]:
    """What stands around the templates of a command; a very long one may be anything."""
    return re.split(_TEMPLATE, _one_space(text)) if len(text) <= _LONGEST else ["", ""]


def _may_be(command: str, parts: list[str]) -> bool:
    """Whether a command has the parts in order, with anything between them."""
    first, *middle, last = parts if len(parts) > 1 else [parts[0], ""]
    at = len(first)
    for part in middle:
        found = command.find(part, _begin(command, part, at))
        if found < 0:
            return False
        at = found + len(part)
    ends = command.endswith(last) and len(command) - len(last) >= _begin(command, last, at)
    return command.startswith(first) and ends and (len(parts) > 1 or command == first)


def _begin(command: str, part: str, at: int) -> int:
    """Where a part may begin; a template between two spaces may come to nothing."""
    return at - 1 if part[:1] == " " and command[at - 1 : at] == " " else at


def _replies(subject: Subject) -> Iterator[tuple[Path, str]]:
    tests = subject.document.node.at("tests")
    for index in range(len(tests.value) if tests is not None and tests.kind == "sequence" else 0):
        replies = subject.document.node.at("tests", index, "replies")
        for host in replies.keys if replies is not None else ():
            commands = subject.document.node.at("tests", index, "replies", host)
            for command in commands.keys if commands is not None else ():
                yield ("tests", index, "replies", host, command), command
