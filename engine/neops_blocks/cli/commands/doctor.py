"""`neops-blocks doctor`: what is wrong with the installation, and with the settings of a worker."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from neops_blocks.cli.options import format_option
from neops_blocks.cli.setting_options import setting_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.cli.doctor import Examination

_STYLES = {"ok": "green", "note": "yellow", "problem": "red"}


@click.command("doctor")
@setting_options("engine", "blocks", "token_file", "state_dir")
@format_option("text", "json")
def command(form: str, **given: object) -> int:
    """Find out what is wrong with the installation, and with the settings of a worker.

    Looks at versions, packages that hide each other, drivers, blocks, the engine, and results that wait. The
    settings are those that neops-blocks worker would take here. Exit code: 0 no problem, 1 problems.
    """
    from neops_blocks.cli.doctor import examine

    found = examine(given)
    if form == "json":
        click.echo(json.dumps(_document(found), indent=2, ensure_ascii=False))
    else:
        for line in _lines(found):
            click.echo(line, color=True)
    return 1 if found.problems else 0


def _document(found: Examination) -> dict[str, Any]:
    return {
        "ok": not found.problems,
        "problems": found.problems,
        "checks": {subject: [asdict(remark) for remark in said] for subject, said in found.remarks.items()},
        "settings": {name: asdict(origin) for name, origin in found.origins.items()},
    }


def _lines(found: Examination) -> Iterator[str]:
    from neops_blocks.cli.terminal import Paint, harmless

    paint = Paint(sys.stdout)
    longest = max(map(len, found.origins), default=0)
    for subject, said in found.remarks.items():
        yield paint(subject, "bold")
        if subject == "settings":
            for name, origin in found.origins.items():
                yield f"  {name:<{longest}}  {harmless(origin.shown)}  ({origin})"
        for remark in said:
            yield f"  {paint(f'{remark.status:<7}', _STYLES[remark.status])}  {harmless(remark.text)}"
            if remark.hint:
                yield f"           {paint(f'-> {harmless(remark.hint)}', 'dim')}"
    yield f"\n{found.problems or 'no'} problem{'' if found.problems == 1 else 's'}"
