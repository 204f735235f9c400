"""The directories of blocks: what a worker would serve from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.cli.doctor.remarks import note, ok, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.cli.doctor.remarks import Remark
    from neops_worker_sdk.worker.configuration import Resolved


def check(resolved: Resolved) -> Iterator[Remark]:
    """Read them all, as a worker does when it starts."""
    from neops_worker_sdk.registry import discover, installed_readers

    directories = resolved.settings.blocks
    if not directories:
        yield note(
            "there is no directory of blocks; a worker needs one", "give --blocks DIR or DIR_FUNCTION_BLOCKS"
        )
        return
    readers, faults = installed_readers()
    for fault in faults:
        yield problem(fault, "install the package that brings it again, or remove it")
    found = discover(*directories, readers=readers)
    for error in found.errors:
        yield problem(str(error), "neops-blocks lint tells more about YAML; a worker leaves the file out")
    identifiers = [block.registration.identifier for block in found.registrations]
    where = ", ".join(map(str, directories))
    if identifiers:
        yield ok(f"{len(identifiers)} blocks in {where}: {', '.join(identifiers)}", blocks=identifiers)
    else:
        yield problem(f"there are no blocks in {where}", "neops-blocks list DIR shows what there is")
