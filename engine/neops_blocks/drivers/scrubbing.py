"""Messages of libraries, made fit to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_worker_sdk.logger.masking import Masker

if TYPE_CHECKING:
    from neops_blocks.drivers.port import Target


def scrub(target: Target, text: str) -> str:
    """The text without the passwords of the target, white space collapsed."""
    return " ".join(Masker((target.password, target.enable_password)).text(text).split())
