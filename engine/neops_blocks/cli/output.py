"""Results on standard output, in the format that was asked for."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.table import NOT_APPLIED, lines
from neops_worker_sdk.jobs.collector import host_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neops_worker_sdk.jobs import HostFinished
    from neops_worker_sdk.logger.masking import Masker


def line_writer(masker: Masker) -> Callable[[HostFinished], None]:
    """A function that prints a device that is done as a line of JSON."""

    def write(finished: HostFinished) -> None:
        line = {"host": finished.host, **host_json(finished)}
        click.echo(json.dumps(masker.data(line), ensure_ascii=False, default=str))

    return write


def print_result(result: Mapping[str, Any], form: str, updates: str = NOT_APPLIED) -> None:
    """Print the document of a run, which is masked; `updates` says what becomes of database updates."""
    if form == "json":
        print_json(result)
    elif form == "jsonl":
        summary = {key: value for key, value in result.items() if key != "hosts"}
        click.echo(json.dumps(summary, ensure_ascii=False, default=str))
    else:
        for line in lines(result, sys.stdout, updates):
            click.echo(line, color=True)


def print_json(document: Mapping[str, Any]) -> None:
    """Print a document for programs, so that people can read it too."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False, default=str))
