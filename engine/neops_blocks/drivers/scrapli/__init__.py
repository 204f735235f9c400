"""The scrapli driver."""

from neops_blocks.drivers.scrapli.driver import ScrapliDriver

__all__ = ["ScrapliDriver"]
