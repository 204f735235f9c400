"""The one place that turns exceptions into exit codes.

0 done; 1 it ran and failed; 2 wrong usage, an invalid block or inventory; 3 a bug of ours; 130 interrupted.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from neops_blocks.cli.app import app
from neops_blocks.cli.encoding import escape_what_does_not_fit
from neops_blocks.cli.problems import Problem, explain

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, FAILED, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def command() -> NoReturn:
    """Run the command of the process's arguments, and end the process.

    It ends at once: tearing the interpreter down takes a tenth of a second, and threads left behind must not
    hold it.
    """
    _replace_closed_streams()
    escape_what_does_not_fit(sys.stdout, sys.stderr)
    code = main()
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = app.main(arguments, prog_name="neops-blocks", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted")
        return INTERRUPTED
    except click.ClickException as error:
        _say_usage(error)
        return USAGE
    except OSError as error:
        if error.filename is not None or error.errno not in _NO_ROOM:
            return _failed(error, arguments)
        _say(f"the output cannot be written: {error.strerror}")
        return FAILED
    except Exception as error:  # noqa: BLE001 - this is the edge
        return _failed(error, arguments)
    return code if isinstance(code, int) else DONE


def _replace_closed_streams() -> None:
    """A stream that is closed when the process starts takes everything, in silence."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123


def _failed(error: Exception, arguments: Sequence[str]) -> int:
    problem = explain(error)
    if problem is not None:
        _say(problem.text)
        return USAGE
    from neops_worker_sdk.utils.distribution import version

    _say(
        f"this is a bug in neops-blocks {version()}, not in what you did: {type(error).__name__}: {error}\n"
        "Please report it, with the command line and this text; -v shows the traceback."
    )
    if os.environ.get("NEOPS_DEBUG") or {"-v", "--verbose"} & set(arguments):
        import traceback

        traceback.print_exception(error)
    return BUG


def _say_usage(error: click.ClickException) -> None:
    if isinstance(error, Problem):
        _say(error.text)
        return
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        _say_plain(error.format_message())
        return
    context = getattr(error, "ctx", None)
    _say(error.format_message())
    if context is not None:
        _say_plain(f"{context.get_usage()}\nTry: {context.command_path} --help")


def _say(text: str) -> None:
    _say_plain(text if text.startswith("neops-blocks: ") else f"neops-blocks: {text}")


def _say_plain(text: str) -> None:
    try:
        sys.stderr.write(text.rstrip("\n") + "\n")
        sys.stderr.flush()
    except OSError:
        return


def _forget_stdout() -> None:
    """Whoever read our output has gone; what is left in the buffer goes nowhere, in silence."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
