"""`neops-blocks demo`: a shipped block against emulated devices, or the devices alone."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.options import FILE, format_option, verbose_option
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from neops_blocks.demo import Lab

BLOCK = "device_facts.block.yaml"
MOST = 500


@click.command("demo")
@click.option("--devices", type=click.IntRange(1, MOST), default=50, show_default=True, help="How many.")
@click.option(
    "--latency", type=click.FloatRange(0, 30), default=0.5, show_default=True, help="Seconds per command."
)
@click.option(
    "--keep",
    type=FILE,
    metavar="FILE",
    help="Run no block: write an inventory of the devices to FILE, and keep them until Ctrl-C.",
)
@format_option("table", "json", "jsonl")
@verbose_option
def command(devices: int, latency: float, keep: Path | None, form: str, verbose: int) -> int:
    """Read 50 emulated devices in parallel with a shipped block: real SSH on loopback, no root."""
    from neops_blocks.cli.blocks import find, library
    from neops_blocks.cli.commands.run import perform
    from neops_blocks.cli.devices import Selection
    from neops_blocks.cli.execution import Settings
    from neops_blocks.demo import start
    from neops_blocks.inventory import load_inventory

    if keep is not None and keep.exists():
        raise Problem(f"{keep} exists already", "name a file that does not, or remove it")
    file = library() / BLOCK
    with _terminated_as_interrupted():
        with start(devices, latency) as lab:
            block = find(str(file))
            click.echo(f"{devices} emulated devices listen on 127.0.0.1, {latency:g} s per command", err=True)
            if keep is not None:
                return _keep(lab, keep)
            inventory = load_inventory(lab.inventory, lab.env)
            selection = Selection(inventory.devices, inventory)
            code = perform(block, {}, selection, Settings(), form=form, verbose=verbose)
        if form == "table":
            _explain(str(file), devices)
    return code


def _keep(lab: Lab, file: Path) -> int:
    from neops_blocks.demo import inventory_file

    with inventory_file(lab, file), contextlib.suppress(KeyboardInterrupt):
        click.echo(f"Their inventory is {file}. In another terminal: neops-blocks run device_facts -i {file}")
        click.echo("Ctrl-C stops them.")
        threading.Event().wait()
    return 0


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
