"""Whether the libraries that talk to devices can be loaded, and how long that takes."""

from __future__ import annotations

import functools
import time
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.doctor.remarks import note, ok, problem
from neops_blocks.drivers.table import GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.metadata import EntryPoint

    from neops_blocks.cli.doctor.remarks import Remark

MODULES = {
    "netmiko": "neops_blocks.drivers.netmiko.connection",
    "scrapli": "neops_blocks.drivers.scrapli.session",
}


def check() -> Iterator[Remark]:
    """Load every driver."""
    for name, module in MODULES.items():
        if find_spec(name) is None:
            yield note(f"{name} is not installed: blocks cannot ask for the driver {name}", driver=name)
        else:
            yield _loaded(name, functools.partial(import_module, module))
    for entry in entry_points(group=GROUP):
        yield _loaded(entry.name, functools.partial(_made, entry))


def _made(entry: EntryPoint) -> object:
    return entry.load()()


def _loaded(name: str, load: Callable[[], Any]) -> Remark:
    began = time.perf_counter()
    try:
        load()
    except Exception as error:  # noqa: BLE001 - another package's code
        return problem(
            f"the driver {name} cannot be loaded: {type(error).__name__}: {error}",
            "install its package again, in a version that fits: neops-blocks doctor lists what there is",
            driver=name,
        )
    seconds = time.perf_counter() - began
    return ok(f"the driver {name} loads in {seconds:.2f} s", driver=name, seconds=round(seconds, 3))
