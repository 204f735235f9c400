"""The session for every other platform: netmiko's own class does the talking, we keep the deadlines."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import AuthFailed
from neops_blocks.drivers.deadline import Deadline
from neops_blocks.drivers.netmiko.base import WireSession
from neops_blocks.drivers.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neops_blocks.drivers.port import Prompt


class PlainSession(WireSession):
    """netmiko's behaviour, with a deadline for every wait."""

    def prepared(self, deadline: Deadline) -> PlainSession:
        """Let netmiko prepare the session; returns itself."""
        self.connection.channel.deadline = deadline
        self.connection.special_login_handler()
        self.connection._try_session_preparation()
        return self

    def send(
        self, command: str, *, timeout: float, prompts: Sequence[Prompt] = (), disconnects: bool = False
    ) -> str:
        """Send one command, as the port says."""
        with self._work(command, timeout), self._limited(timeout):
            try:
                output = self._ask(command, timeout, prompts)
            except (EOFError, OSError) as error:
                if isinstance(error, TimeoutError) or not disconnects or self._gone.is_set():
                    raise
                self.close()
                return ""
        return self._accepted(command, clean(output))

    def enable(self, *, timeout: float) -> None:
        """Enter privileged mode, as the port says. Raises AuthFailed where the password is wrong."""
        if not self._facts.privileged:
            return
        with self._work("enable", timeout), self._limited(timeout):
            try:
                self.connection.enable()
            except ValueError as error:
                raise AuthFailed(
                    f"{self.target.name} did not let us into the privileged mode",
                    hint="check the enable_password of this device",
                ) from error

    @contextmanager
    def _limited(self, timeout: float) -> Iterator[None]:
        self.connection.channel.deadline = Deadline(timeout)
        yield
        self.connection.channel.deadline = Deadline(float("inf"))

    def _ask(self, command: str, timeout: float, prompts: Sequence[Prompt]) -> str:
        if not prompts:
            return str(self.connection.send_command(command, read_timeout=timeout + 1))
        end = rf"{re.escape(self.connection.base_prompt)}[^\n]*$"
        either = "|".join(f"(?:{text})" for text in (end, *(prompt.expect for prompt in prompts)))
        part = str(
            self.connection.send_command(
                command, expect_string=either, read_timeout=timeout + 1, strip_prompt=False
            )
        )
        output = part
        while not re.search(end, part):
            answer = next(prompt.send for prompt in prompts if re.search(prompt.expect, part))
            self.connection.write_channel(answer)
            part = str(self.connection.read_until_pattern(either, read_timeout=timeout + 1))
            output += part
        return str(self.connection.strip_prompt(output))
