"""Finding the block that was asked for among those that an engine knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from neops_blocks.cli.problems import Problem
from neops_blocks.diagnostics import closest, first_few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neops_blocks.cli.engine_address import Address
    from neops_blocks.cli.engine_answers import Registration

SHOWN = 8
_REFERENCE = re.compile(
    r"(?:(?P<package>[^/:]+)/)?(?P<name>[^/:]+)(?::(?P<version>\d{1,9}(?:\.\d{1,9}){0,2}))?"
)


def resolve(reference: str, known: Sequence[Registration], address: Address) -> Registration:
    """The block that a reference means, in the highest version that fits.

    Args:
        reference: `name`, `package/name`, each with a version or the beginning of one: `:1.2.0`, `:1`.
        known: what the engine has.
        address: of the engine.

    Raises:
        Problem: there is none, or there are several of that name.
    """
    asked = _REFERENCE.fullmatch(reference)
    if asked is None:
        raise Problem(
            f"{reference!r} names no block",
            "an identifier is package/name:1.2.0, of which the package and the version may be left out",
        )
    package, name, version = asked.group("package", "name", "version")
    named = [block for block in known if block.name == name and package in (None, block.package)]
    wanted = tuple(int(part) for part in version.split(".")) if version else ()
    fitting = [block for block in named if block.version[: len(wanted)] == wanted]
    blocks = sorted({block.block for block in fitting})
    if len(blocks) > 1:
        raise Problem(f"{reference} fits several blocks: {', '.join(blocks)}", "give the package too")
    if fitting:
        return max(fitting, key=lambda block: block.version)
    raise _unknown(reference, name, named, known, address)


def _unknown(
    reference: str, name: str, named: Sequence[Registration], known: Sequence[Registration], address: Address
) -> Problem:
    hint = f"workers register their blocks: {worker_command(address)}"
    where = f"the engine at {address.url}"
    if not known:
        return Problem(f"{where} knows no blocks at all: no worker has registered any", hint)
    if named:
        text = f"{where} has no block {reference}, but {_some(named)}"
        return Problem(
            text, f"name one of these, or start a worker that serves it: {worker_command(address)}"
        )
    by_name = {block.name: block.block for block in known}
    near = closest(reference, by_name.values()) or by_name.get(closest(name, by_name) or "")
    meant = f"; did you mean {near!r}?" if near else ""
    return Problem(f"{where} has no block {reference!r}{meant}\nit has: {_some(known)}", hint)


def _some(blocks: Sequence[Registration]) -> str:
    return first_few(sorted(block.identifier for block in blocks), SHOWN)


def worker_command(address: Address) -> str:
    """How to start a worker for an engine."""
    return f"neops-blocks worker --engine {address.url} --blocks DIR"
