"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = click.Path(path_type=Path)


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
