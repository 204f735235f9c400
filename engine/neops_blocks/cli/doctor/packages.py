"""Whether the packages that are imported are ours: the published SDK has the same name."""

from __future__ import annotations

import importlib.util
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions, version
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.cli.doctor.remarks import note, ok, problem
from neops_blocks.cli.doctor.software import US

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.cli.doctor.remarks import Remark

SDK, PUBLISHED, CLIENT = "neops_worker_sdk", "neops-worker-sdk", "neops_workflow_engine_client"
_APART = (
    f"keep them apart: pip uninstall {PUBLISHED} and pip install --force-reinstall {US}, or two environments"
)


def check() -> Iterator[Remark]:
    """Look who provides the SDK's name, and which file is imported."""
    ours = Path(__file__).parents[3] / SDK
    imported = _directory(SDK)
    if imported != ours.resolve():
        yield problem(
            f"`import {SDK}` finds {imported or 'nothing'}, not ours beside it in {ours}",
            f"remove that one, or take its directory from PYTHONPATH; if it is {PUBLISHED}: {_APART}",
            imported=str(imported),
        )
    others = sorted({*packages_distributions().get(SDK, ())} - {US})
    if others:
        yield problem(
            f"{SDK} also comes from {', '.join(f'{name} {version(name)}' for name in others)}: "
            "files of the two are mixed or hide each other",
            _APART,
            others=others,
        )
    changed = _changed()
    if changed:
        yield problem(
            f"{len(changed)} files of {SDK} are not those that {US} has installed, such as {changed[0]}",
            _APART,
        )
    if imported == ours.resolve() and not others and not changed:
        yield ok(f"{SDK} is ours: {ours}", imported=str(imported))
    yield from _client()


def _directory(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).resolve().parent if spec is not None and spec.origin else None


def _changed() -> list[str]:
    """Files of the SDK whose size is not the one that was installed; an editable installation lists none."""
    try:
        files = distribution(US).files or []
    except PackageNotFoundError:
        return []
    return [
        str(file)
        for file in files
        if file.parts[0] == SDK and file.suffix == ".py" and _size(Path(str(file.locate()))) != file.size
    ]


def _size(file: Path) -> int | None:
    try:
        return file.stat().st_size
    except OSError:
        return None


def _client() -> Iterator[Remark]:
    names = packages_distributions().get(CLIENT)
    if names:
        yield note(f"{CLIENT} {version(names[0])} is installed: blocks that import it get its own classes")
