"""The table of commands; the module of a command is imported when the command is used."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import click


class Entry(NamedTuple):
    """A command: its module below `neops_blocks.cli.commands`, and its line in the help."""

    module: str
    help: str


COMMANDS: dict[str, Entry] = {
    "demo": Entry("demo", "Read 50 emulated devices in parallel, with a shipped block. Start here."),
    "run": Entry("run", "Run a block now, against the devices of an inventory."),
    "lint": Entry("lint", "Find what is wrong with blocks."),
    "rule": Entry("rule", "Explain what the linter finds, and what to do about it."),
    "list": Entry("list_", "List the blocks there are."),
    "show": Entry("show", "Show a block: its parameters, result, plan and connection."),
    "schema": Entry(
        "schema", "Print the JSON Schema of block files, or of one block's parameters and result."
    ),
    "lsp": Entry(
        "lsp", "Serve an editor: findings while typing, completion, explanations (language server)."
    ),
    "worker": Entry("worker", "Run a worker: it takes jobs from an engine and runs blocks."),
    "engine": Entry("engine", "Run a development engine that workers can be tried with."),
    "doctor": Entry("doctor", "Find out what is wrong with the installation and the settings of a worker."),
    "submit": Entry("submit", "Submit a block to an engine, whose workers run it."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name only."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module = import_module(f"neops_blocks.cli.commands.{entry.module}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuse an unknown command with the nearest one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from neops_blocks.diagnostics import did_you_mean

            hint = did_you_mean(name, COMMANDS, what="known commands")
            raise click.UsageError(f"there is no command {name!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The lines of the table, without importing a command."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


def _print_version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    del param
    if value:
        from neops_worker_sdk.utils.distribution import version

        click.echo(f"neops-blocks {version()}")
        ctx.exit()


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, epilog="More: COMMAND --help"
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print it."
)
def app() -> None:
    """Function blocks for network automation: written in YAML, run in parallel on real devices."""
