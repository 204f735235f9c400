"""Function blocks: all of them, and a page for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import RedirectResponse, Response

from neops_dev_engine.api.segments import Segment  # noqa: TC001 - FastAPI reads the annotation
from neops_dev_engine.errors import InvalidParameters
from neops_dev_engine.page.forms.described import Described, described
from neops_dev_engine.page.forms.reading import read_form
from neops_dev_engine.page.lines import JobLine, job_lines
from neops_dev_engine.page.rendering import HEADERS, Page, answer, segment
from neops_dev_engine.page.routes import PageRoute
from neops_dev_engine.page.submitting import RunForm, empty_form, filled_form
from neops_dev_engine.page.workers import WorkerLine, worker_lines
from neops_dev_engine.records.blocks import block_view, get_block, list_blocks
from neops_dev_engine.records.submissions import create_submission

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from neops_dev_engine.page.forms.reading import Form
    from neops_dev_engine.patience import Patience
    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.records.submissions import Submission
    from neops_dev_engine.storage import Database

_JOBS = 8
_NO_HELP = "No helptext provided"


@dataclass(frozen=True, kw_only=True)
class BlockLine:
    """A block in its newest version; `earlier` are the others, the newest first."""

    id: str
    package: str
    name: str
    version: str
    description: str
    run_on: str
    type: str
    deprecated: bool
    online: int
    earlier: list[str]

    @property
    def words(self) -> str:
        """What a filter looks at."""
        return f"{self.package}/{self.name} {self.description} {self.run_on} {self.type}".casefold()


@dataclass(frozen=True, kw_only=True)
class BlocksPage(Page):
    """All blocks."""

    template: ClassVar[str] = "blocks"
    place: ClassVar[str] = "blocks"
    live: bool = True
    packages: dict[str, list[BlockLine]]
    count: int


@dataclass(frozen=True, kw_only=True)
class BlockPage(Page):
    """One block, and the form to run it."""

    template: ClassVar[str] = "block"
    place: ClassVar[str] = "blocks"
    parts: ClassVar[tuple[str, ...]] = ("live", "form")
    live: bool = True
    id: str
    package: str
    name: str
    version: str
    description: str
    help: str
    run_on: str
    type: str
    flags: list[str]
    deprecated: bool
    versions: list[str]
    parameters: list[Described]
    results: list[Described]
    workers: list[WorkerLine]
    jobs: list[JobLine]
    form: RunForm

    @property
    def online(self) -> int:
        """How many workers that are online serve it."""
        return sum(worker.state == "online" for worker in self.workers)


def router(database: Database, patience: Patience) -> APIRouter:
    """The pages below ``/ui/blocks``."""
    routes = APIRouter(route_class=PageRoute)
    address = "/ui/blocks/{package:segment}/{name:segment}/{version:segment}"

    @routes.get("/ui/blocks")
    async def blocks(request: Request) -> Response:
        """All blocks, by package."""
        return await answer(request, await database.read(lambda db: _blocks(db, patience)))

    @routes.get(address)
    async def block(request: Request, package: Segment, name: Segment, version: Segment) -> Response:
        """One block."""
        block_id = f"{package}/{name}:{version}"
        return await answer(
            request, await database.read(lambda db: _block(db, patience, block_id, empty_form))
        )

    @routes.post(address)
    async def run(request: Request, package: Segment, name: Segment, version: Segment) -> Response:
        """Run it with what the form says; the form again, if something of it is wrong."""
        block_id = f"{package}/{name}:{version}"
        form = await read_form(request)
        found = await database.read(lambda db: _submission(db, patience, block_id, form))
        if isinstance(found, BlockPage):
            return await answer(request, found, InvalidParameters.status)
        kept = await database.write(lambda tx: create_submission(tx, found))
        return RedirectResponse(f"/ui/submissions/{segment(kept['submissionId'])}", 303, HEADERS)

    return routes


def _blocks(db: sqlite3.Connection, patience: Patience) -> BlocksPage:
    rows = list_blocks(db)
    online = {worker.id for worker in worker_lines(db, patience) if worker.state == "online"}
    serving: dict[str, int] = {}
    for row in db.execute("SELECT block_id, worker_id FROM served_blocks"):
        serving[row["block_id"]] = serving.get(row["block_id"], 0) + (row["worker_id"] in online)
    packages: dict[str, dict[str, BlockLine]] = {}
    for row in rows:
        view = block_view(row)
        before = packages.setdefault(row["package"], {}).get(row["name"])
        packages[row["package"]][row["name"]] = BlockLine(
            id=row["id"],
            package=row["package"],
            name=row["name"],
            version=row["id"].rpartition(":")[2],
            description=str(view["description"]),
            run_on=str(view["runOn"] or "global"),
            type=str(view["fbType"]),
            deprecated=view["deprecated"] is True,
            online=serving.get(row["id"], 0),
            earlier=[] if before is None else [before.id, *before.earlier],
        )
    return BlocksPage(
        packages={package: list(lines.values()) for package, lines in packages.items()}, count=len(rows)
    )


def _submission(
    db: sqlite3.Connection, patience: Patience, block_id: str, form: Form
) -> Submission | BlockPage:
    view = block_view(get_block(db, block_id))
    tried = filled_form(db, view, form)
    if tried.submission is not None:
        return tried.submission
    return _block(db, patience, block_id, lambda _db, _view: tried.form)


def _block(
    db: sqlite3.Connection,
    patience: Patience,
    block_id: str,
    form: Callable[[Reading, dict[str, Any]], RunForm],
) -> BlockPage:
    row = get_block(db, block_id)
    view = block_view(row)
    same = db.execute(
        "SELECT id FROM function_blocks WHERE package = ? AND name = ? AND deleted_at IS NULL"
        " ORDER BY major DESC, minor DESC, patch DESC",
        (row["package"], row["name"]),
    )
    flags = [word for key, word in _FLAGS.items() if view.get(key) is True]
    said = str(view.get("markdownHelpText") or "").strip()
    return BlockPage(
        id=row["id"],
        package=row["package"],
        name=row["name"],
        version=row["id"].rpartition(":")[2],
        description=str(view["description"]),
        help="" if said == _NO_HELP else said,
        run_on=str(view["runOn"] or "global"),
        type=str(view["fbType"]),
        flags=flags,
        deprecated=view["deprecated"] is True,
        versions=[other["id"] for other in same],
        parameters=described(view["parameterJsonSchema"]),
        results=described(view["resultDataJsonSchema"]),
        workers=worker_lines(
            db,
            patience,
            "deleted_at IS NULL AND uuid IN (SELECT worker_id FROM served_blocks WHERE block_id = ?)",
            (block_id,),
        ),
        jobs=job_lines(db, "jobs.block_id = ?", (block_id,), limit=_JOBS),
        form=form(db, view),
    )


_FLAGS = {"isPure": "pure", "isIdempotent": "idempotent", "reversible": "reversible"}
