"""What submitting and following share: the engine, what hides secrets, the form of the output."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.cli.engine_blocks import worker_command

if TYPE_CHECKING:
    from neops_blocks.cli.engine_api import EngineApi
    from neops_worker_sdk.logger.masking import Masker


def say(text: str) -> None:
    """Tell the person at the terminal, above the live progress if there is any."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@dataclass(frozen=True)
class Desk:
    """Where jobs are handed in.

    Args:
        api: the engine.
        masker: learns the secrets of what is submitted.
        form: of the output: table, json or jsonl.
        same_engine: the options that lead to the same engine another time.
    """

    api: EngineApi
    masker: Masker
    form: str
    same_engine: str = ""

    def again(self, submission_id: str) -> str:
        """The command that follows a submission."""
        return f"neops-blocks submit --follow {submission_id}{self.same_engine}"

    def page_of(self, submission_id: str) -> str:
        """The page about a submission."""
        return self.api.address.page_of(submission_id)

    def no_worker(self, identifier: str) -> str:
        """What to say where nobody serves a block."""
        return f"no worker serves {identifier} yet: {worker_command(self.api.address)}"
