"""`neops-blocks run`: a block, now, without an engine."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.options import FILE, blocks_option, format_option, verbose_option
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from neops_blocks.cli.blocks import FoundBlock
    from neops_blocks.cli.execution import Selection
    from neops_worker_sdk.logger.masking import Masker


@click.command("run")
@click.argument("block", metavar="BLOCK")
@click.option("-i", "--inventory", type=FILE, metavar="FILE", help="Devices: our YAML, Nornir's, Ansible's.")
@click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter, as YAML.")
@click.option("--params", type=FILE, metavar="FILE", help="Parameters in a YAML or JSON file; -p wins.")
@click.option("--device", "-d", "devices", multiple=True, metavar="NAME", help="Only this one; sw* for some.")
@click.option("--group", "-g", metavar="NAME", help="Only the devices of this group.")
@click.option("--where", metavar="EXPR", help="Only where this holds: \"device.data.role == 'edge'\".")
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
    from neops_blocks.cli.execution import Settings

    found = find(block, directories)
    values = parameters.read(given, params)
    parameters.check(found, values)
    selection = _select(found, inventory, devices, group, where)
    return perform(found, values, selection, Settings(max_parallel, timeout), form=form, verbose=verbose)


def _select(
    block: FoundBlock, file: Path | None, devices: tuple[str, ...], group: str | None, where: str | None
) -> Selection:
    from neops_blocks.cli.execution import Selection, needs
    from neops_blocks.inventory import load_inventory, select

    needed = needs(block)
    if file is None:
        if needed or devices or group or where:
            what = f"{block.identifier} runs on devices" if needed else "devices are chosen from an inventory"
            raise Problem(
                f"{what}: -i FILE is missing",
                "a first one: devices: [{name: sw1, host: 192.0.2.1, platform: ios}]",
            )
        return Selection()
    inventory = load_inventory(file)
    if not inventory.devices:
        raise Problem(f"there are no devices in {inventory.file}")
    hosts = select(inventory, devices, group, where)
    if needed and not hosts:
        raise Problem(f"no device of {file} fits", "see --device, --group and --where")
    return Selection(hosts, inventory, group)


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
    from neops_blocks.cli.progress import live
    from neops_worker_sdk.logger.masking import Masker
    from neops_worker_sdk.workflow.secrets import secrets_of

    context = selection.context(with_group=block.registration.run_on == "group")
    of_devices = (secret for device in context.devices for secret in secrets_of(device))
    masker = Masker([*of_devices, *parameters.secret_values(block, values)])
    logs.configure(masker, verbose)
    on_finished = _line_writer(masker) if form == "jsonl" else None
    execution = Execution(block, values, selection, settings, context, on_finished)
    with live(block.registration.name, execution.collector, masker):
        result = execution.run()
    _print(masker.data(result), form)
    if execution.interrupted:
        raise KeyboardInterrupt
    return 0 if result["success"] else 1


def _line_writer(masker: Masker) -> Any:
    from neops_worker_sdk.jobs.collector import host_json

    def write(finished: Any) -> None:
        line = {"host": finished.host, **host_json(finished)}
        click.echo(json.dumps(masker.data(line), ensure_ascii=False, default=str))

    return write


def _print(result: dict[str, Any], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(result, indent=2, ensure_ascii=False, default=str))
    elif form == "jsonl":
        summary = {key: value for key, value in result.items() if key != "hosts"}
        click.echo(json.dumps(summary, ensure_ascii=False, default=str))
    else:
        from neops_blocks.cli.table import lines

        for line in lines(result, sys.stdout):
            click.echo(line, color=True)
