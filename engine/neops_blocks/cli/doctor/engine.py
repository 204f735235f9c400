"""The engine: whether it answers, how quickly, and whether it takes this worker."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from neops_blocks.cli.doctor.remarks import note, ok, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.cli.doctor.remarks import Remark
    from neops_worker_sdk.engines import Compatibility, EngineError
    from neops_worker_sdk.worker.configuration import Resolved

_LONGEST = 10.0
_NO_LOGIN = (401, 403)


def check(resolved: Resolved) -> Iterator[Remark]:
    """Ask for its version, twice: the second answer tells how quick it is."""
    from neops_worker_sdk.engines import EngineError

    settings = resolved.settings
    if settings.engine is None:
        yield note("there is no URL of an engine; a worker needs one", "give --engine URL or URL_BLACKBOARD")
        return
    timeout = min(settings.request_timeout, _LONGEST)
    try:
        said, seconds = asyncio.run(_ask(settings.engine, settings.token, timeout))
    except EngineError as error:
        yield _refused(error, given=settings.token is not None)
        return
    yield from _judged(said, settings.engine, seconds)
    if settings.token is not None:
        yield ok("the engine takes the token, or asks for none")


async def _ask(url: str, token: str | None, seconds: float) -> tuple[Compatibility, float]:
    from neops_worker_sdk.engines.neops import NeopsEngine

    engine = NeopsEngine(url, token, seconds)
    try:
        await engine.check_version()
        began = time.perf_counter()
        said = await engine.check_version()
        return said, time.perf_counter() - began
    finally:
        await engine.aclose()


def _refused(error: EngineError, *, given: bool) -> Remark:
    if error.status in _NO_LOGIN:
        what = "the token is not the engine's" if given else "the engine asks for a token"
        return problem(
            f"{what}: {error}", "give it in ENGINE_TOKEN or ENGINE_TOKEN_FILE", status=error.status
        )
    if error.status == 404:
        return problem(
            f"there is a server, but it knows no version check: {error}",
            "is the URL that of an engine? Older engines lack the check; a worker goes on without it",
            status=404,
        )
    return problem(
        f"the engine does not answer: {error}",
        "look whether it runs and whether URL and network are right; neops-blocks engine starts one to try",
        status=error.status,
    )


def _judged(said: Compatibility, url: str, seconds: float) -> Iterator[Remark]:
    text = f"{url} answers in {seconds * 1000:.0f} ms: version {said.version}"
    data = {"url": url, "version": said.version, "milliseconds": round(seconds * 1000, 1)}
    if not said.compatible:
        yield problem(
            f"{text}, which says that it is not compatible with this worker",
            "a worker goes on; if jobs fail, install the version of neops-blocks that fits the engine",
            **data,
        )
    elif said.deprecated:
        yield note(
            f"{text}, which says that it will not take this worker for long", "update neops-blocks", **data
        )
    else:
        extensions = f", with {', '.join(sorted(said.extensions))}" if said.extensions else ""
        yield ok(f"{text}{extensions}", extensions=sorted(said.extensions), **data)
