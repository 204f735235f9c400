"""`neops-blocks run`: a block, now, without an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.options import blocks_option, format_option, input_options, verbose_option

if TYPE_CHECKING:
    from pathlib import Path

    from neops_blocks.cli.blocks import FoundBlock
    from neops_blocks.cli.devices import Selection


@click.command("run")
@click.argument("block", metavar="BLOCK")
@input_options
@click.option(
    "--max-parallel", type=click.IntRange(1), metavar="N", help="The most open sessions at one time."
)
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="S", help="Seconds for all of it."
)
@format_option("table", "json", "jsonl")
@blocks_option
@verbose_option
def command(
    block: str,
    inventory: Path | None,
    given: tuple[str, ...],
    params: Path | None,
    devices: tuple[str, ...],
    group: str | None,
    where: str | None,
    max_parallel: int | None,
    timeout: float | None,
    form: str,
    directories: tuple[Path, ...],
    verbose: int,
) -> int:
    """Run BLOCK now: FILE.yaml, FILE.yaml#NAME, FILE.py:CLASS, or the identifier of a known block.

    Results go to standard output, everything else to standard error. Exit code: 0 done, 1 it ran and failed,
    2 wrong usage or invalid input, 3 a bug of ours, 130 interrupted.
    """
    from neops_blocks.cli import parameters
    from neops_blocks.cli.blocks import find
    from neops_blocks.cli.devices import Choice, choose
    from neops_blocks.cli.execution import Settings

    found = find(block, directories)
    values = parameters.read(given, params)
    parameters.check(found, values)
    choice = Choice(inventory, devices, group, where)
    selection = choose(found.identifier, found.registration.run_on, choice)
    return perform(found, values, selection, Settings(max_parallel, timeout), form=form, verbose=verbose)


def perform(
    block: FoundBlock,
    values: dict[str, Any],
    selection: Selection,
    settings: Any,
    *,
    form: str,
    verbose: int = 0,
) -> int:
    """Run a block on chosen devices and print what came of it; the exit code."""
    from neops_blocks.cli import logs, parameters
    from neops_blocks.cli.execution import Execution
    from neops_blocks.cli.output import line_writer, print_result
    from neops_blocks.cli.progress import live
    from neops_worker_sdk.logger.masking import Masker
    from neops_worker_sdk.workflow.secrets import secrets_of

    context = selection.context(with_group=block.registration.run_on == "group")
    of_devices = (secret for device in context.devices for secret in secrets_of(device))
    masker = Masker([*of_devices, *parameters.secret_values(block, values)])
    logs.configure(masker, verbose)
    on_finished = line_writer(masker) if form == "jsonl" else None
    execution = Execution(block, values, selection, settings, context, on_finished)
    with live(block.registration.name, execution.collector, masker):
        result = execution.run()
    print_result(masker.data(result), form)
    if execution.interrupted:
        raise KeyboardInterrupt
    return 0 if result["success"] else 1
