"""Versions: Python, ours, the libraries that are needed, and those that extras bring."""

from __future__ import annotations

import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

from neops_blocks.cli.doctor.remarks import note, ok, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.cli.doctor.remarks import Remark

US = "neops-blocks"
TESTED = ((3, 11), (3, 13))
_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"extra\s*==\s*[\"'](?P<name>[\w-]+)[\"']")


def check() -> Iterator[Remark]:
    """Say what is installed."""
    running = sys.version_info[:2]
    text = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {sys.executable}"
    if TESTED[0] <= running <= TESTED[1]:
        yield ok(text, python=platform.python_version(), executable=sys.executable)
    else:
        yield note(f"{text}: not among the versions that {US} is tested with")
    try:
        needed = requires(US) or []
        yield ok(f"{US} {version(US)}", version=version(US))
    except PackageNotFoundError:
        yield problem(f"{US} runs from files that were not installed", f"install it: pip install {US}")
        return
    yield from _libraries([_NAME.match(line)[0] for line in needed if not _EXTRA.search(line)])  # type: ignore[index]
    yield from _extras(needed)


def _libraries(names: list[str]) -> Iterator[Remark]:
    found = {name: _version(name) for name in names}
    there = {name: number for name, number in found.items() if number is not None}
    yield ok(f"libraries: {', '.join(f'{name} {number}' for name, number in there.items())}", libraries=there)
    missing = [name for name in found if name not in there]
    if missing:
        yield problem(f"libraries are missing: {', '.join(missing)}", f"install {US} again: pip install {US}")


def _extras(needed: list[str]) -> Iterator[Remark]:
    extras: dict[str, dict[str, str | None]] = {}
    for line in needed:
        extra, name = _EXTRA.search(line), _NAME.match(line)
        if extra is not None and name is not None:
            extras.setdefault(extra["name"], {})[name[0]] = _version(name[0])
    for extra_name, packages in extras.items():
        missing = [name for name, number in packages.items() if number is None]
        if missing:
            text = f"the extra {extra_name} is not there: {', '.join(missing)}"
            yield note(
                text, f"if you want it: pip install '{US}[{extra_name}]'", extra=extra_name, installed=False
            )
        else:
            versions = ", ".join(f"{name} {number}" for name, number in packages.items())
            yield ok(f"the extra {extra_name} is there: {versions}", extra=extra_name, installed=True)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
