"""`neops-blocks engine`: the development engine, until it is stopped."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.options import FILE, verbose_option
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from neops_dev_engine import Settings
    from neops_dev_engine.server import Serving

_TOKEN = "ENGINE_TOKEN"  # noqa: S105 - the name of a variable
_NEEDED = ("fastapi", "uvicorn", "luqum")


@click.command("engine")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=3030, show_default=True, help="0 for any free one."
)
@click.option("--db", type=FILE, metavar="FILE", help="The database (default: in your state directory).")
@click.option("--token", metavar="T", help="Every call must carry it; ENGINE_TOKEN may hold it, too.")
@click.option("--token-file", type=FILE, metavar="FILE", help="Holds the token.")
@click.option("-i", "--inventory", type=FILE, metavar="FILE", help="Devices that workflows may work on.")
@verbose_option
def command(
    host: str,
    port: int,
    db: Path | None,
    token: str | None,
    token_file: Path | None,
    inventory: Path | None,
    verbose: int,
) -> int:
    """Run a development engine for neops workers, on SQLite, with a page to look at.

    It listens on this machine only, unless --host says otherwise. Ctrl-C stops it; nothing is lost.
    """
    _require()
    from neops_dev_engine import Settings, Thresholds

    try:
        thresholds = Thresholds.from_environment(os.environ)
    except ValueError as error:
        raise Problem(str(error)) from None
    _configure_logs(verbose)
    settings = Settings(
        database=db or _default_database(),
        host=host,
        port=port,
        token=_token(token, token_file),
        thresholds=thresholds,
        entities={} if inventory is None else _entities(inventory),
    )
    return _serve(settings)


def _serve(settings: Settings) -> int:
    from neops_dev_engine.errors import DatabaseUnusable
    from neops_dev_engine.server import AddressUnusable, run

    try:
        run(settings, lambda url: _announce(settings, url), _stop_on_signals)
    except (AddressUnusable, DatabaseUnusable) as error:
        raise Problem(str(error), error.hint) from None
    return 0


def _announce(settings: Settings, url: str) -> None:
    from neops_dev_engine.api.access import is_loopback

    if settings.token is None and not is_loopback(settings.host):
        click.echo("warning: whoever reaches this machine can use the engine; give it a --token", err=True)
    click.echo(f"the development engine listens on {url}, its page is {url}/ui", err=True)


def _stop_on_signals(serving: Serving) -> None:
    """The first signal lets what is being answered be answered; a second one does not wait for it."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, serving.stop)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(serving.stop))


def _require() -> None:
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        from neops_blocks.diagnostics import MissingExtra

        raise MissingExtra(
            f"the development engine needs the packages {', '.join(missing)}",
            hint="install them: pip install 'neops-blocks[engine]'",
        )


def _token(given: str | None, file: Path | None) -> str | None:
    """The token of the options, else of the environment; None if there is none."""
    text: str | None
    if given is not None:
        source, text = "--token", given
    elif file is not None:
        source, text = str(file), file.read_text("utf-8", "replace").strip()
    else:
        source, text = _TOKEN, os.environ.get(_TOKEN) or None
    if text is not None and not (text and all("!" <= char <= "~" for char in text)):
        raise Problem(
            f"the token of {source} is {'empty' if not text else 'none'}",
            "give one word of letters, digits and signs, long and random",
        )
    return text


def _default_database() -> Path:
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "neops-blocks" / "engine.sqlite"


def _entities(file: Path) -> dict[str, list[dict[str, Any]]]:
    """All devices and groups of an inventory, as the engine keeps them."""
    from neops_blocks.inventory import load_inventory

    inventory = load_inventory(file)
    context = inventory.to_context(inventory.devices)
    for group in inventory.groups.values():
        context.device_groups += inventory.to_context(inventory.members(group.name), group).device_groups
    lists: dict[str, list[dict[str, Any]]] = context.model_dump(mode="json", by_alias=True, exclude_none=True)
    return lists


def _configure_logs(verbose: int) -> None:
    """Errors on standard error; with -v every request; with -vv what the libraries say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.DEBUG if verbose > 1 else logging.ERROR)
    logging.getLogger("neops_dev_engine").setLevel(logging.INFO if verbose else logging.ERROR)
