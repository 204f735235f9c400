"""Run a block written in a test, on devices that need no session."""

from lab.block_runner import run_block

__all__ = ["run_block"]
