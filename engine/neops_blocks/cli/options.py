"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = click.Path(path_type=Path)
_INPUTS = (
    click.option(
        "-i", "--inventory", type=FILE, metavar="FILE", help="Devices: our YAML, Nornir's, Ansible's."
    ),
    click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter, as YAML."),
    click.option("--params", type=FILE, metavar="FILE", help="Parameters in a YAML or JSON file; -p wins."),
    click.option(
        "--device", "-d", "devices", multiple=True, metavar="NAME", help="Only this one; sw* for some."
    ),
    click.option("--group", "-g", metavar="NAME", help="Only the devices of this group."),
    click.option("--where", metavar="EXPR", help="Only where this holds: \"device.data.role == 'edge'\"."),
)


def input_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What a block works with: `-p` and `--params`; the devices of `-i`, and which of them."""
    for option in reversed(_INPUTS):
        function = option(function)
    return function


def blocks_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--blocks DIR`, where identifiers are looked up."""
    return click.option(
        "--blocks",
        "directories",
        multiple=True,
        type=FILE,
        metavar="DIR",
        help="Look up identifiers here and among the shipped blocks (default: ./blocks).",
    )(function)


def verbose_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`-v`, again for more."""
    return click.option("-v", "--verbose", count=True, help="Log more; -vv logs the libraries too.")(function)


def format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format`, the first one being the default."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help="Output."
    )
