"""`neops-blocks demo`: a shipped block against emulated devices."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.options import format_option, verbose_option

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = "device_facts.block.yaml"
MOST = 500


@click.command("demo")
@click.option("--devices", type=click.IntRange(1, MOST), default=50, show_default=True, help="How many.")
@click.option(
    "--latency", type=click.FloatRange(0, 30), default=0.5, show_default=True, help="Seconds per command."
)
@format_option("table", "json", "jsonl")
@verbose_option
def command(devices: int, latency: float, form: str, verbose: int) -> int:
    """Read 50 emulated devices in parallel with a shipped block: real SSH on loopback, no root."""
    from neops_blocks.cli.blocks import find, library
    from neops_blocks.cli.commands.run import perform
    from neops_blocks.cli.execution import Selection, Settings
    from neops_blocks.demo import start
    from neops_blocks.inventory import load_inventory

    file = library() / BLOCK
    with _terminated_as_interrupted():
        with start(devices, latency) as lab:
            block = find(str(file))
            click.echo(f"{devices} emulated devices listen on 127.0.0.1, {latency:g} s per command", err=True)
            inventory = load_inventory(lab.inventory, lab.env)
            selection = Selection(inventory.devices, inventory)
            code = perform(block, {}, selection, Settings(), form=form, verbose=verbose)
        if form == "table":
            _explain(str(file), devices)
    return code


def _explain(file: str, devices: int) -> None:
    click.echo(f"\nA block written in YAML read {devices} devices over SSH, all at the same time: {file}")
    click.echo("Look at its steps, and at how they run: neops-blocks show device_facts")
    click.echo("On your own devices: neops-blocks run device_facts -i inventory.yaml")


@contextlib.contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """A SIGTERM ends the demo the way Ctrl-C does, so that the devices are stopped."""

    def interrupt(number: int, frame: Any) -> None:
        del number, frame
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
