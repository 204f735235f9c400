"""The command line: a command a file; the only room that prints, configures logging, or knows exit codes."""

from neops_blocks.cli.main import command, main

__all__ = ["command", "main"]
