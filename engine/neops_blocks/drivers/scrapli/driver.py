"""The driver that opens sessions through scrapli, an optional package."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import MissingExtra
from neops_blocks.drivers.platforms import platform_facts

if TYPE_CHECKING:
    from neops_blocks.drivers.port import Session, Target


class ScrapliDriver:
    """Opens sessions through scrapli 2026.10 or later, which is loaded with the first session."""

    name = "scrapli"

    def supports(self, platform: str) -> bool:
        """Whether scrapli has a definition for the platform."""
        facts = platform_facts(platform)
        return facts is not None and facts.scrapli is not None

    def open(self, target: Target) -> Session:
        """Open a session and prepare it, as the port says. Raises MissingExtra without scrapli."""
        if find_spec("scrapli") is None or find_spec("scrapli.cli_result") is None:
            raise MissingExtra(
                "the scrapli driver needs the package scrapli, 2026.10 or later",
                hint="install it: pip install 'scrapli>=2026.10' (it has no packages for Windows)",
            )
        from neops_blocks.drivers.scrapli.session import open_session

        return open_session(target)
