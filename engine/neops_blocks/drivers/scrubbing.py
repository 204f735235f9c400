"""Messages of libraries, made fit to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neops_blocks.drivers.port import Target


def scrub(target: Target, text: str) -> str:
    """The text without the passwords of the target, white space collapsed."""
    for secret in (target.password, target.enable_password):
        if secret:
            text = text.replace(secret, "***")
    return " ".join(text.split())
