"""The options that say which findings count, on top of the settings of a project."""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.options import FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from neops_blocks.cli.linting.cache import Cache

LEVELS = ("info", "warning", "error")


@dataclass(frozen=True)
class Choice:
    """What was given; None and () were not."""

    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    preview: bool | None
    fail_level: str | None
    config: Path | None
    no_config: bool


@dataclass(frozen=True)
class Fixing:
    """What is to be mended: `fix` what is safe, `unsafe` the rest too; `diff` only shows it."""

    fix: bool
    unsafe: bool
    diff: bool

    def __bool__(self) -> bool:
        return self.fix or self.unsafe or self.diff


@dataclass(frozen=True)
class Effort:
    """How much is done: `jobs` processes, or as many as there are processors; what was done is kept."""

    jobs: int | None
    no_cache: bool
    cache_dir: Path | None

    @property
    def cache(self) -> Cache | None:
        """What was found before; None where it is not asked for."""
        if self.no_cache:
            return None
        from neops_blocks.cli.linting.cache import Cache

        if self.cache_dir is not None:
            return Cache(self.cache_dir)
        from platformdirs import user_cache_path

        return Cache(user_cache_path("neops-blocks"))


def _codes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Selectors, of which several may stand in one text, with commas between them."""
    del ctx, param
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _selectors(flag: str, text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(flag, multiple=True, metavar="CODES", callback=_codes, help=text)


_OPTIONS = (
    _selectors("--select", "Tell about these only: codes (NB304), their beginnings (NB3), names, or ALL."),
    _selectors("--extend-select", "Tell about these too."),
    _selectors("--ignore", "Do not tell about these; the most specific selector decides."),
    click.option("--preview/--no-preview", default=None, help="Tell about new rules too."),
    click.option(
        "--fail-level", type=click.Choice(LEVELS), help="Exit 1 from this severity on.  [default: warning]"
    ),
    click.option("--config", type=FILE, metavar="FILE", help="Read the settings of all files here."),
    click.option("--no-config", is_flag=True, help="Read no settings."),
)


_FIXES = (
    click.option("--fix", is_flag=True, help="Mend what can be mended safely."),
    click.option(
        "--unsafe-fixes",
        "unsafe",
        is_flag=True,
        help="Mend what may change what a block does, too: guesses at what was meant.",
    ),
    click.option("--diff", is_flag=True, help="Only show what --fix would change; exit 1 if anything."),
)


_EFFORT = (
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="So many processes.  [default: processors]",
    ),
    click.option("--no-cache", is_flag=True, help="Lint what was linted before, too."),
    click.option(
        "--cache-dir",
        type=FILE,
        envvar="NEOPS_BLOCKS_CACHE_DIR",
        show_envvar=True,
        metavar="DIR",
        help="Keep here what was found, for the next time.  [default: the user's directory for caches]",
    ),
)


def fix_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of fixes; the function gets one Fixing, as `fixing`."""
    return _together(function, "fixing", Fixing, _FIXES)


def choice_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options; the function gets one Choice, as `choice`."""
    return _together(function, "choice", Choice, _OPTIONS)


def effort_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of speed; the function gets one Effort, as `effort`."""
    return _together(function, "effort", Effort, _EFFORT)


def _together(
    function: Callable[..., Any], name: str, kind: type[Choice | Effort | Fixing], options: tuple[Any, ...]
) -> Callable[..., Any]:
    """Add options that the function gets as the fields of one argument."""

    @functools.wraps(function)
    def with_one(**given: Any) -> Any:
        value = kind(**{field.name: given.pop(field.name) for field in fields(kind)})
        return function(**{name: value}, **given)

    decorated: Callable[..., Any] = with_one
    for option in reversed(options):
        decorated = option(decorated)
    return decorated
