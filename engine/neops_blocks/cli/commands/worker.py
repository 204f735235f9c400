"""`neops-blocks worker`: serves the blocks of directories to an engine, until it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from neops_blocks.cli.problems import Problem
from neops_blocks.cli.setting_options import TEXTS, resolve, setting_options

if TYPE_CHECKING:
    from neops_worker_sdk.worker.configuration import Resolved

_FILE = "neops-blocks.toml under [worker]"


@click.command("worker")
@setting_options(*TEXTS)
@click.option("-v", "--verbose", count=True, help="Log details; -vv those of the libraries too.")
def command(verbose: int, **given: object) -> int:
    """Run a worker: it takes jobs from an engine and runs blocks written in YAML and in Python.

    Every setting may also be given as an environment variable (its name is in brackets), in a file .env, in
    neops-blocks.toml under [worker], or in pyproject.toml under [tool.neops-blocks.worker].

    SIGTERM and Ctrl-C let running jobs end; a second signal does not. Exit code: 0 all claimed jobs were
    finished and delivered, 1 some were not, or the worker could not start, 2 wrong usage.
    """
    if verbose:
        given["log_level"] = "debug"
    settings = _complete(resolve(given)).settings
    from neops_worker_sdk.cli.serving import serve

    return serve(settings, libraries=verbose > 1)


def _complete(resolved: Resolved) -> Resolved:
    if resolved.settings.engine is None:
        raise Problem(
            "a worker needs an engine, and none is given",
            f"give --engine URL, URL_BLACKBOARD in the environment or .env, or engine in {_FILE}; "
            "neops-blocks engine starts one to try: http://127.0.0.1:3030",
        )
    if not resolved.settings.blocks:
        raise Problem(
            "a worker needs blocks, and no directory is given",
            f"give --blocks DIR, DIR_FUNCTION_BLOCKS in the environment or .env, or blocks in {_FILE}",
        )
    return resolved
