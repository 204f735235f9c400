"""`neops_worker`: the worker, with settings from the environment and `.env` only."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE = """\
usage: neops_worker

Runs a worker until SIGTERM or SIGINT. It takes no arguments: its settings are environment variables, of the
process or in the file .env of the working directory. URL_BLACKBOARD and DIR_FUNCTION_BLOCKS are needed.

neops-blocks worker takes options and a file too; neops-blocks doctor shows every setting and its origin.
"""
FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def command() -> NoReturn:
    """Run a worker, and end the process: threads that jobs have left behind must not hold it."""
    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception:  # noqa: BLE001 - it is in the log
        code = FAILED
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or never there
            stream.flush()
    os._exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run a worker; the exit code."""
    if arguments:
        wants_help = arguments[0] in ("-h", "--help")
        _say(USAGE, sys.stdout if wants_help else sys.stderr)
        return 0 if wants_help else WRONG_USAGE
    from neops_worker_sdk.worker.configuration import SettingsError, read_settings

    try:
        settings = read_settings(files=False).settings
    except SettingsError as error:
        _say("".join(f"neops_worker: {problem}\n" for problem in error.problems), sys.stderr)
        return WRONG_USAGE
    from neops_worker_sdk.cli.serving import serve

    return serve(settings)


def _say(text: str, stream: TextIO | None) -> None:
    if stream is not None:
        stream.write(text)


if __name__ == "__main__":
    command()
