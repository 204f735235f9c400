"""The result of a run for people: a line per device, the failed ones last, then what the block has to say."""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.terminal import Paint, width
from neops_blocks.cli.values import is_by_host, of_host, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

NARROWEST = 30
NOT_APPLIED = "not applied without an engine"


def lines(result: Mapping[str, Any], stream: TextIO, updates: str = NOT_APPLIED) -> Iterator[str]:
    """The lines of the report of a run's JSON document; `updates` says what becomes of database updates."""
    paint = Paint(stream)
    hosts: Mapping[str, Any] = result["hosts"]
    if hosts:
        yield from _hosts(result, hosts, paint, width(stream))
        yield ""
    verdict = paint("ok", "green", "bold") if result["success"] else paint("failed", "red", "bold")
    seconds = paint(f"({result['elapsed']:.2f} s)", "dim")
    yield f"{verdict}  {' '.join(result['message'].split())}  {seconds}"
    names = set(hosts)
    for field, value in (result["data"] or {}).items():
        if not is_by_host(field, value, names):
            yield f"    {pairs({field: value})}"
    if result["db_updates"]:
        yield f"    {len(result['db_updates'])} database updates, {updates}"
    for warning in result["warnings"]:
        yield f"{paint('warning', 'yellow')}  {warning}"


def _hosts(result: Mapping[str, Any], hosts: Mapping[str, Any], paint: Paint, columns: int) -> Iterator[str]:
    first = max(6, *map(len, hosts))
    indent = first + 2 + 8 + 9
    room = max(NARROWEST, columns - indent)
    yield paint(f"{'device':<{first}}  {'state':<6}  {'time':>7}  result", "bold")
    names = set(hosts)
    for name, host in sorted(hosts.items(), key=lambda item: not item[1]["ok"]):
        state = paint(f"{'ok':<6}", "green") if host["ok"] else paint(f"{'failed':<6}", "red", "bold")
        time = f"{host['elapsed']:.2f} s"
        text = list(_host_text(result, name, host, names))
        wrapped = [line for part in text for line in _wrap(part, room)] or [""]
        yield f"{name:<{first}}  {state}  {time:>7}  {wrapped[0]}".rstrip()
        for line in wrapped[1:]:
            yield " " * indent + line


def _host_text(
    result: Mapping[str, Any], name: str, host: Mapping[str, Any], names: set[str]
) -> Iterator[str]:
    error = host["error"]
    if error is None:
        yield of_host(result["data"], name, names)
        return
    step = f"step {error['step']}" if error.get("step") else ""
    place = ", ".join(part for part in (step, _nearby(error.get("where") or "")) if part)
    yield f"{error['code']}: {error['message']}" + (f" ({place})" if place else "")
    if error.get("command"):
        yield f"command: {error['command']}"
    for line in (error.get("output") or "").splitlines():
        yield f"| {line}"
    if error.get("hint"):
        yield f"hint: {error['hint']}"


def _nearby(where: str) -> str:
    """The place as seen from the working directory, where that is shorter."""
    try:
        relative = os.path.relpath(where) if where else where
    except ValueError:  # another drive
        return where
    return min(relative, where, key=len)


def _wrap(text: str, room: int) -> list[str]:
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
