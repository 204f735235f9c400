"""The command line: a command a file; the only room that prints, configures logging, or knows exit codes."""

from neops_blocks.cli.main import main

__all__ = ["main"]
