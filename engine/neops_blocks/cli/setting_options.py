"""Options for the settings of a worker; help texts take variables and defaults from the SDK's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neops_worker_sdk.worker.configuration import Resolved

TEXTS: dict[str, tuple[str, str]] = {
    "engine": ("URL", "Base URL of the engine."),
    "blocks": ("DIR", "Serve the blocks in this directory; may be given several times."),
    "name": ("NAME", "What the engine shows the worker as."),
    "strict": ("", "Do not start if a file of blocks has an error."),
    "reload": ("", "Read changed files of blocks again between jobs; for authors."),
    "poll_interval": ("S", "Longest pause between two polls."),
    "heartbeat_interval": ("S", "Seconds between two pings of the engine."),
    "shutdown_timeout": ("S", "Seconds for running jobs when the worker is told to stop."),
    "job_timeout": ("S", "Seconds for one job; 0: no limit."),
    "token_file": ("FILE", "File with the engine's bearer token."),
    "state_dir": ("DIR", "Where results are kept until the engine has them."),
    "metrics_port": ("PORT", "Serve Prometheus metrics here; 0: a free port."),
    "log_format": ("FORMAT", "text, or json: one object a line."),
}
_FLAGS, _SEVERAL = ("strict", "reload"), ("blocks",)


class SettingOption(click.Option):
    """An option whose help is completed when it is shown: the SDK's table takes time to import."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Add the environment variable, and the default if there is one."""
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], f"{record[1]}  {_notes(str(self.name))}")


def setting_options(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options of these settings; their values come as they were typed, None if they were not."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            function = _option(name)(function)
        return function

    return decorate


def _option(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    metavar, text = TEXTS[name]
    flag = f"--{name.replace('_', '-')}"
    if name in _FLAGS:
        return click.option(flag, name, cls=SettingOption, is_flag=True, default=None, help=text)
    several = name in _SEVERAL
    return click.option(flag, name, cls=SettingOption, metavar=metavar, multiple=several, help=text)


def _notes(name: str) -> str:
    from neops_worker_sdk.worker.configuration import VARIABLES, default_of

    default = "" if name in _FLAGS else default_of(name)
    return f"[{VARIABLES[name].name}{f'; default: {default}' if default else ''}]"


def resolve(given: Mapping[str, object]) -> Resolved:
    """The settings of a worker, with the options that were given. Raises Problem: every fault of them."""
    from neops_worker_sdk.worker.configuration import SettingsError, read_settings

    try:
        return read_settings(given)
    except SettingsError as error:
        raise Problem("\n".join(error.problems), "neops-blocks doctor shows where each comes from") from None
