"""Publishing: a document becomes a version, if its version says how much has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_dev_engine.errors import UnknownFunctionBlock
from neops_dev_engine.identifiers import identifier
from neops_dev_engine.records.blocks import resolve_block
from neops_dev_engine.workflows.definitions.findings import (
    BUMPS,
    Finding,
    advice,
    changes,
    floor_of,
    is_same,
    pointer,
    step_target,
)
from neops_dev_engine.workflows.definitions.records import (
    get_definition,
    keep_definition,
    set_deleted,
    version_of,
    versions_of,
)
from neops_dev_engine.workflows.document import document_of, plan_of, read_document
from neops_dev_engine.workflows.errors import (
    AcceptBumpMismatch,
    BelowFloor,
    InvalidParameter,
    MajorRequiresExplicit,
    NotDeleted,
    VersionAlreadyPublished,
    VersionDeleted,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from neops_dev_engine.records.reading import Reading
    from neops_dev_engine.storage import Transaction
    from neops_dev_engine.workflows.definitions.findings import Bump
    from neops_dev_engine.workflows.definitions.records import Version
    from neops_dev_engine.workflows.document import RootWorkflow


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be published.

    Attributes:
        given: the document as it was sent.
        increment: take the next version that fits, whatever the document says.
        dry_run: only say what would happen.
        accept_bump: the change must be of this size.
        judged: whether the version must say how much has changed.
    """

    given: dict[str, Any]
    increment: bool = False
    dry_run: bool = False
    accept_bump: Any = None
    judged: bool = True


@dataclass(frozen=True, kw_only=True)
class Published:
    """What came of it.

    Attributes:
        status: of the HTTP answer.
        body: of it.
    """

    status: int
    body: dict[str, Any]


def publish(tx: Transaction, wish: Wish) -> Published:
    """Publish a document.

    Raises:
        InvalidDocument: it is no workflow.
        InvalidParameter: `accept_bump` is none.
        AcceptBumpMismatch: the change is of another size.
        VersionAlreadyPublished: the version exists, and says something else.
        VersionDeleted: the same for a deleted version.
        BelowFloor: the version says that less has changed than has.
        MajorRequiresExplicit: callers will break, and the version was not given.
    """
    document = read_document(wish.given)
    if wish.accept_bump not in (None, "patch", "minor"):
        raise InvalidParameter(f"acceptBump is {wish.accept_bump!r}; it can be patch or minor")
    publication = _Publication(tx, wish, document)
    return publication.counted_up() if wish.increment else publication.as_declared()


def restore(tx: Transaction, definition_id: str) -> None:
    """Bring a deleted definition back.

    Raises:
        UnknownWorkflow: there is none.
        NotDeleted: it is there.
    """
    if get_definition(tx, definition_id, deleted=True)["deleted_at"] is None:
        raise NotDeleted(f"the workflow {definition_id} is not deleted")
    set_deleted(tx, definition_id, deleted=False)


def override(tx: Transaction, given: dict[str, Any]) -> None:
    """Keep a document whatever its version said before, as the API of older clients allows."""
    keep_definition(tx, read_document(given), given)


class _Publication:
    """One document on its way, among the versions there are."""

    def __init__(self, tx: Transaction, wish: Wish, document: RootWorkflow) -> None:
        self._tx = tx
        self._wish = wish
        self._document = document
        self._rows = versions_of(tx, document)

    def as_declared(self) -> Published:
        """Publish it as the version that it says it is."""
        version = self._document.version
        row = next((row for row in self._rows if version_of(row) == version), None)
        if row is not None:
            return self._again(row)
        base = next((row for row in self._living() if version_of(row) < version), None)
        if base is None or not self._wish.judged:
            return self._kept(version, [], None)
        found = changes(document_of(base["document"]), self._document)
        floor, declared = floor_of(found), _difference(version_of(base), version)
        before = _text(version_of(base))
        if floor is not None and BUMPS.index(declared) < BUMPS.index(floor):
            raise BelowFloor(
                f"version {_text(version)} says {declared}, but differs from {before} by more: {floor}",
                hint=f"publish it as {self._free(version_of(base), floor)}",
                floor=floor,
                suggestedVersion=self._free(version_of(base), floor),
                findings=_views(found),
                retryWith={"increment": True, "acceptBump": floor} if floor == "minor" else None,
            )
        self._check_accepted(declared)
        return self._kept(version, found, declared)

    def counted_up(self) -> Published:
        """Publish it as the next version that fits what has changed."""
        major = self._document.major_version
        base = next((row for row in self._living() if row["major"] == major), None)
        if base is None:
            return self.as_declared()
        before, version = document_of(base["document"]), version_of(base)
        if is_same(before, self._document, version=False):
            return self._answer(200, version, "unchanged", [], None)
        found = changes(before, self._document)
        bump = floor_of(found) or "patch"
        if bump == "major":
            suggested = self._free(version, "major")
            raise MajorRequiresExplicit(
                f"callers of {base['id']} will break",
                hint=f"say in the document that it is version {suggested}, and publish it without increment",
                floor=bump,
                suggestedVersion=suggested,
                findings=_views(found),
                retryWith={"increment": False},
            )
        self._check_accepted(bump)
        next_version = self._next(version, bump)
        return self._kept(next_version, found, bump)

    def _again(self, row: sqlite3.Row) -> Published:
        """Its version was published before."""
        before, version = document_of(row["document"]), version_of(row)
        deleted = row["deleted_at"] is not None
        if is_same(before, self._document):
            if not deleted:
                return self._answer(200, version, "unchanged", [], None)
            if not self._wish.dry_run:
                set_deleted(self._tx, row["id"], deleted=False)
            told = {"wouldRevive" if self._wish.dry_run else "revived": True}
            return self._answer(201, version, "published", [], None, **told)
        found = changes(before, self._document)
        suggested = self._free(version, floor_of(found) or "patch")
        error = VersionDeleted if deleted else VersionAlreadyPublished
        raise error(
            f"{row['id']} was published with another content{' and deleted' if deleted else ''};"
            " published versions never change",
            hint=f"publish it as {suggested}, or with increment",
            suggestedVersion=suggested,
            findings=_views(found),
        )

    def _check_accepted(self, bump: Bump) -> None:
        wanted = self._wish.accept_bump
        if wanted is not None and wanted != bump:
            raise AcceptBumpMismatch(
                f"the change is a {bump} one, and only a {wanted} one is accepted",
                hint=f"send acceptBump: {bump}, or leave it out" if bump != "major" else "leave it out",
            )

    def _kept(self, version: Version, found: list[Finding], bump: Bump | None) -> Published:
        numbers = dict(zip(("majorVersion", "minorVersion", "patchVersion"), version, strict=True))
        given = self._wish.given | numbers
        document = read_document(given)
        if not self._wish.dry_run:
            keep_definition(self._tx, document, given)
        return self._answer(201, version, "published", found, bump)

    def _answer(
        self,
        code: int,
        version: Version,
        status: str,
        found: Sequence[Finding],
        bump: Bump | None,
        **more: Any,
    ) -> Published:
        dry = self._wish.dry_run
        findings = [*found, *advice(self._document), *_unknown_blocks(self._tx, self._document)]
        body = {
            "id": identifier(self._document.package, self._document.name, *version),
            "version": _text(version),
            "wouldStatus" if dry else "status": status,
            "dryRun": dry,
            "bump": bump,
            "floor": floor_of(found),
            "declaredBump": None if self._wish.increment else bump,
            "findings": _views(findings),
        }
        if self._wish.accept_bump is not None:
            body["acceptedBump"] = self._wish.accept_bump
        return Published(status=200 if dry else code, body=body | more)

    def _living(self) -> list[sqlite3.Row]:
        return [row for row in self._rows if row["deleted_at"] is None]

    def _free(self, version: Version, bump: Bump) -> str:
        return _text(self._next(version, bump))

    def _next(self, version: Version, bump: Bump) -> Version:
        """The next version that was never published, larger by at least this much."""
        taken = {version_of(row) for row in self._rows}
        found = _raised(version, bump)
        while found in taken:
            found = _raised(found, bump)
        return found


def _unknown_blocks(db: Reading, document: RootWorkflow) -> Iterator[Finding]:
    """Blocks may be registered later; then is soon enough."""
    for station in plan_of(document):
        if station.block is None:
            continue
        reference = station.block.function_block
        try:
            resolve_block(db, reference)
        except UnknownFunctionBlock as error:
            message = f"{error.message}; it must be registered when the workflow is executed"
            path = pointer(*station.path, "functionBlock")
            yield Finding("UnknownFunctionBlock", path, message, "advisory", step_target(station))


def _difference(before: Version, after: Version) -> Bump:
    if before[0] != after[0]:
        return "major"
    return "minor" if before[1] != after[1] else "patch"


def _raised(version: Version, bump: Bump) -> Version:
    major, minor, patch = version
    return {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, patch + 1),
    }[bump]


def _text(version: Version) -> str:
    return ".".join(map(str, version))


def _views(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [finding.view() for finding in findings]
