"""The `command` step: send commands in exec mode, and parse what the device answers."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from neops_blocks.diagnostics import CommandTimeout, Failure, ParseFailed, TemplateFailure
from neops_blocks.drivers import Prompt
from neops_blocks.model import StepModel, Strict, TemplateUse, expected
from neops_blocks.parsers import ParseInput, ParseSpec, build_parser, convert_types
from neops_blocks.templates import Value, compile_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from neops_blocks.drivers import Session
    from neops_blocks.parsers import Parser
    from neops_blocks.steps.action import Attempt, Site


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise expected(f"a regular expression: {error}") from error
    return text


class PromptModel(Strict):
    """A question the command asks, and the answer."""

    expect: Annotated[str, AfterValidator(_pattern)]
    """A regular expression that the question matches."""

    send: str
    """The answer to send; a line end has to be part of it."""


class CommandStep(StepModel):
    """Send one command, or several in order, and take their output."""

    kind: ClassVar[str] = "command"
    device_only: ClassVar[bool] = True
    result_fields: ClassVar[frozenset[str]] = frozenset({"output", "outputs", "parsed"})
    snippet: ClassVar[Mapping[str, Any]] = {
        "id": "${1:show}",
        "command": "${2:show version}",
        "timeout": "${3:30}",
    }

    command: str | list[str]
    """The command, or a list of commands sent in order."""

    parse: ParseSpec | None = None
    """The parser of the output, or a list of parsers in order."""

    types: dict[str, Literal["integer", "number", "boolean", "string"]] = Field(default_factory=dict)
    """Fields of the parsed output that are no text."""

    empty: Literal["ok", "error"] = "error"
    """`ok`: output that does not match is an empty list."""

    prompts: list[PromptModel] = Field(default_factory=list)
    """Questions that the command asks."""

    enable: bool = False
    """Enter privileged mode first."""

    disconnects: bool = False
    """Losing the session is success, as for a reload."""

    changes: bool = False
    """The command alters the device."""

    def own_fields(self) -> frozenset[str]:
        """Nothing is parsed where no parser is named."""
        steps = (self, *self.variants.values())
        parsed = any(getattr(step, "parse", None) is not None for step in steps)
        return self.result_fields if parsed else self.result_fields - {"parsed"}

    def templates(self) -> Iterator[TemplateUse]:
        """Where the step has templates."""
        yield from super().templates()
        if isinstance(self.command, str):
            yield TemplateUse(("command",), self.command)
        else:
            for index, command in enumerate(self.command):
                yield TemplateUse(("command", index), command)

    def build(self, site: Site) -> SendCommands:
        """The compiled step."""
        return SendCommands(
            commands=tuple(
                compile_text(text)
                for text in ([self.command] if isinstance(self.command, str) else self.command)
            ),
            several=not isinstance(self.command, str),
            parser=None if self.parse is None else build_parser(self.parse, directory=site.directory),
            types=self.types,
            empty_ok=self.empty == "ok",
            prompts=tuple(Prompt(prompt.expect, prompt.send) for prompt in self.prompts),
            enable=self.enable,
            disconnects=self.disconnects,
        )


@dataclass(frozen=True, slots=True)
class SendCommands:
    """Sends the commands over the device's session."""

    commands: tuple[Value, ...]
    several: bool
    parser: Parser | None
    types: Mapping[str, str]
    empty_ok: bool
    prompts: Sequence[Prompt]
    enable: bool
    disconnects: bool

    def run(self, attempt: Attempt) -> dict[str, Any]:
        """Send and parse.

        Raises:
            Failure: opening the session, sending or parsing failed; `output` is kept where parsing did.
        """
        commands = [_one_line(command.evaluate(attempt.scope)) for command in self.commands]
        outputs = self._send(commands, attempt)
        fields: dict[str, Any] = {"output": "\n".join(outputs), "outputs": outputs}
        if self.parser is None:
            return fields
        parsed = [
            self._parsed(self.parser, output, ParseInput(attempt.platform or "", command), fields)
            for command, output in zip(commands, outputs, strict=True)
        ]
        return {**fields, "parsed": parsed if self.several else parsed[0]}

    def _send(self, commands: Sequence[str], attempt: Attempt) -> list[str]:
        limit = attempt.command_timeout()
        session = attempt.session()
        end = time.monotonic() + limit
        if self.enable:
            session.enable(timeout=limit)
        outputs: list[str] = []
        for command in commands:
            try:
                outputs.append(self._send_one(session, command, end, limit))
            except Failure as failure:
                seen = [*outputs, failure.output or ""]
                failure.fields = {"output": "\n".join(seen), "outputs": seen}
                raise
        return outputs

    def _send_one(self, session: Session, command: str, end: float, limit: float) -> str:
        left = round(end - time.monotonic(), 2)
        if left <= 0:
            session.close()
            raise CommandTimeout(
                f"no time left for {command!r}: the commands before it took all of the {limit:g} s",
                hint="the timeout is for all commands of the step together: give it more, or split the step",
                command=command,
            )
        return session.send(command, timeout=left, prompts=self.prompts, disconnects=self.disconnects)

    def _parsed(self, parser: Parser, output: str, about: ParseInput, fields: Mapping[str, Any]) -> Any:
        try:
            parsed = parser.parse(output, about)
        except ParseFailed as failure:
            if self.empty_ok:
                return []
            reason = failure.message.partition("; the output begins:")[0]  # the whole output comes along
            if not output.strip():
                reason += ": the output is empty"
            raise ParseFailed(
                reason, hint=failure.hint, command=about.command, output=output, fields=fields
            ) from failure
        try:
            return convert_types(parsed, self.types) if self.types else parsed
        except ParseFailed as failure:
            raise ParseFailed(
                failure.message, hint=failure.hint, command=about.command, fields=fields
            ) from failure


def _one_line(command: str) -> str:
    command = command.strip("\r\n")
    if "\n" in command or "\r" in command:
        raise TemplateFailure(
            "a command is one line, this one has several",
            hint="give a list of commands, one each",
            command=command,
        )
    if not command.strip():
        raise TemplateFailure("the command is empty", hint="leave the step out by `when`")
    return command
