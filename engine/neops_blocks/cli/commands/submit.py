"""`neops-blocks submit`: jobs for the workers of an engine."""

from __future__ import annotations

import logging
import shlex
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from neops_blocks.cli.options import format_option, input_options, verbose_option
from neops_blocks.cli.setting_options import resolve, setting_options

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_OF_A_BLOCK = ("inventory", "given", "params", "devices", "group", "where", "timeout", "wait")
_OF_THE_ENGINE = {"engine": "--engine", "token_file": "--token-file"}


@click.command("submit")
@click.argument("block", metavar="[BLOCK]", required=False)
@input_options
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="S", help="Seconds that a job may take."
)
@setting_options(*_OF_THE_ENGINE)
@click.option("--wait/--no-wait", help="Follow the jobs, and print what came of them.")
@click.option("--follow", metavar="SUBMISSION", help="No BLOCK: follow what was submitted before.")
@format_option("table", "json", "jsonl")
@verbose_option
@click.pass_context
def command(
    ctx: click.Context,
    block: str | None,
    inventory: Path | None,
    given: tuple[str, ...],
    params: Path | None,
    devices: tuple[str, ...],
    group: str | None,
    where: str | None,
    timeout: float | None,
    engine: str | None,
    token_file: str | None,
    wait: bool,
    follow: str | None,
    form: str,
    verbose: int,
) -> int:
    """Submit BLOCK to an engine, whose workers run it: NAME, PACKAGE/NAME, NAME:1.2.0, or the block's file.

    A block that runs on a device becomes one job for each device. Engine and token come from where a worker
    finds them: options, environment (ENGINE_TOKEN), .env, neops-blocks.toml; else http://127.0.0.1:3030.

    Exit code: 0 done (without --wait: accepted), 1 it ran and failed, 2 wrong usage, refused, or no engine,
    130 interrupted: the jobs go on.
    """
    _check_usage(ctx, block, follow)
    from neops_blocks.cli import logs
    from neops_blocks.cli.awaiting import follow_again
    from neops_blocks.cli.devices import Choice
    from neops_blocks.cli.engine_address import DEFAULT, Address
    from neops_blocks.cli.engine_api import EngineApi
    from neops_blocks.cli.engine_client import EngineClient
    from neops_blocks.cli.engine_desk import Desk
    from neops_blocks.cli.submitting import Wish, submit
    from neops_worker_sdk.logger.masking import Masker

    settings = resolve({"engine": engine, "token_file": token_file}).settings
    masker = Masker([settings.token])
    logs.configure(masker, verbose, logging.WARNING)
    with EngineClient(Address(settings.engine or DEFAULT), settings.token) as client:
        desk = Desk(EngineApi(client), masker, form, _same_engine(ctx))
        if block is None:
            return follow_again(desk, follow or "")
        choice = Choice(inventory, devices, group, where)
        return submit(desk, Wish(block, given, params, choice, timeout), wait=wait)


def _check_usage(ctx: click.Context, block: str | None, follow: str | None) -> None:
    if follow is None and block is None:
        raise click.UsageError("Missing argument 'BLOCK', or --follow SUBMISSION.", ctx)
    if follow is not None and (block is not None or _given(ctx, _OF_A_BLOCK)):
        raise click.UsageError("--follow needs no BLOCK, and nothing that belongs to one.", ctx)


def _same_engine(ctx: click.Context) -> str:
    """The options that lead to the same engine another time."""
    names = _given(ctx, _OF_THE_ENGINE)
    return "".join(f" {_OF_THE_ENGINE[name]} {shlex.quote(str(ctx.params[name]))}" for name in names)


def _given(ctx: click.Context, names: Iterable[str]) -> list[str]:
    return [name for name in names if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
