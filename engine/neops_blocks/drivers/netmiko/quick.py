"""The quick session, for platforms that behave like IOS: it never sleeps and never polls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import AuthFailed, CommandTimeout
from neops_blocks.drivers.deadline import Deadline
from neops_blocks.drivers.netmiko.base import WireSession
from neops_blocks.drivers.netmiko.shell import Screen, Shell
from neops_blocks.drivers.terminal import (
    PASSWORD,
    end_of_echo,
    prompt_after,
    prompt_at_end,
    same_prompt,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.drivers.port import Prompt

FIRST_PROMPT = 3.0


class QuickSession(WireSession):
    """Waits on the channel for the device, and checks the echo of each command."""

    _shell: Shell
    _echoes: bool

    def prepared(self, commands: Sequence[str], deadline: Deadline) -> QuickSession:
        """Find the prompt and send the commands that prepare the session, in one turn; returns itself."""
        assert self._wire.channel is not None
        self._shell = Shell(self._wire.channel, self.target.options.get("encoding", "utf-8"))
        screen = Screen()
        self._await_first_prompt(screen, deadline)
        self._shell.write("".join(f"{command}\n" for command in commands), deadline)
        self._prompt, self._echoes = self._shell.read_until(
            lambda seen: prompt_after(seen.text, commands), screen, deadline
        )
        return self

    def _await_first_prompt(self, screen: Screen, deadline: Deadline) -> None:
        """Wait for a prompt; a device that shows none unasked gets a RETURN."""
        patience = Deadline(min(FIRST_PROMPT, deadline.left / 2))
        try:
            self._shell.read_until(lambda seen: prompt_at_end(seen.tail), screen, patience)
        except TimeoutError:
            self._shell.write("\n", deadline)
            self._shell.read_until(lambda seen: prompt_at_end(seen.tail), screen, deadline)

    def send(
        self, command: str, *, timeout: float, prompts: Sequence[Prompt] = (), disconnects: bool = False
    ) -> str:
        """Send one command, as the port says."""
        deadline, screen = Deadline(timeout), Screen()
        reply = _Reply(self, command, prompts, deadline)
        with self._work(command, timeout):
            try:
                self._shell.drain()
                self._shell.write(f"{command}\n", deadline)
                output = self._shell.read_until(reply.seen, screen, deadline)
            except TimeoutError as error:
                raise self._late(command, timeout, screen) from error
            except (EOFError, OSError):
                if not disconnects or self._gone.is_set():
                    raise
                self.close()
                output = screen.text[end_of_echo(screen.text, command) or 0 :].strip("\n")
        return self._accepted(command, output)

    def _late(self, command: str, timeout: float, screen: Screen) -> CommandTimeout:
        text = screen.text
        if text and self._echoes and end_of_echo(text, command) is None:
            why = f"{self.target.name} did not repeat {command!r} as it was typed, in {timeout:g} s"
        else:
            why = f"{self.target.name} did not finish {command!r} within {timeout:g} s"
        return CommandTimeout(why, command=command, output=text)

    def enable(self, *, timeout: float) -> None:
        """Enter privileged mode, as the port says. Raises AuthFailed without the right password."""
        if self._prompt.endswith("#"):
            return
        deadline, screen = Deadline(timeout), Screen()
        with self._work("enable", timeout):
            self._shell.drain()
            self._shell.write("enable\n", deadline)
            state = self._shell.read_until(self._enabled, screen, deadline)
            if state == "password":
                if self.target.enable_password is None:
                    raise AuthFailed(
                        f"{self.target.name} asks for the password of the privileged mode",
                        hint="give the device an enable_password",
                    )
                self._shell.write(f"{self.target.enable_password}\n", deadline)
                state = self._shell.read_until(self._enabled, Screen(), deadline)
            if state != "#":
                raise AuthFailed(
                    f"{self.target.name} did not accept the password of the privileged mode",
                    hint="check the enable_password of this device",
                )
            self._prompt = self._prompt[:-1] + "#"

    def _enabled(self, screen: Screen) -> str | None:
        tail = screen.tail
        if PASSWORD.search(tail):
            return "password"
        found = same_prompt(self._prompt).search(tail)
        return found[0].rstrip()[-1] if found and "\n" in tail else None


class _Reply:
    """Sees the end of the answer to one command, and answers what the command asks on the way."""

    def __init__(
        self, session: QuickSession, command: str, prompts: Sequence[Prompt], deadline: Deadline
    ) -> None:
        self._session = session
        self._command = command
        self._end = same_prompt(session._prompt)
        self._questions = [(re.compile(prompt.expect), prompt.send) for prompt in prompts]
        self._deadline = deadline
        self._answered = 0

    def seen(self, screen: Screen) -> str | None:
        """The output, once the prompt is back."""
        at_end = self._end.search(screen.tail)
        if not at_end and not self._questions:
            return None
        text = screen.text
        start = end_of_echo(text, self._command)
        if start is None:
            if self._session._echoes:
                return None
            start = 0
        if at_end and (last := self._end.search(text)):
            return text[start : max(start, last.start())].strip("\n")
        self._answer(text, max(start, self._answered))
        return None

    def _answer(self, text: str, start: int) -> None:
        for pattern, answer in self._questions:
            if pattern.search(text, start):
                self._answered = len(text)
                self._session._shell.write(answer, self._deadline)
                return
