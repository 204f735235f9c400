"""`neops-blocks lsp`: the language server, for editors."""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
from typing import BinaryIO

import click

from neops_blocks.cli.options import verbose_option

_NEEDED = ("pygls", "lsprotocol")


@click.command("lsp")
@verbose_option
def command(verbose: int) -> int:
    """Serve an editor by the language server protocol, on standard input and output.

    Editors start it: docs/how-to/editors.md shows how. Its log goes to standard error.
    """
    _require()
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    if not verbose:
        logging.getLogger("pygls").setLevel(logging.CRITICAL)  # the server logs its errors itself, in a line
    from neops_blocks.lsp.server import serve
    from neops_worker_sdk.utils.distribution import version

    if sys.stdin.isatty():
        click.echo("waiting for an editor on standard input; Ctrl-C ends", err=True)
    return serve(version(), sys.stdin.buffer, _protected_stdout())


def _protected_stdout() -> BinaryIO:
    """Standard output for the protocol alone: whatever else prints goes to standard error."""
    stream = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return stream


def _require() -> None:
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        from neops_blocks.diagnostics import MissingExtra

        raise MissingExtra(
            f"the language server needs the packages {', '.join(missing)}",
            hint="install them: pip install 'neops-blocks[lsp]'",
        )
