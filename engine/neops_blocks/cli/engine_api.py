"""The calls to an engine that submitting and following jobs takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from neops_blocks.cli.engine_answers import (
    Compatibility,
    Feed,
    Registration,
    SubmissionState,
    Submitted,
    WorkerAnswer,
)
from neops_blocks.cli.engine_client import EngineClient, EngineRefused, not_an_engine
from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.cli.engine_address import Address

T = TypeVar("T")
API_LIBRARY, API_VERSION = "neops_workflow_engine_client", "0.43.0-beta.2"
NEEDED = "job-events"


class EngineApi:
    """An engine, in the words of this program. Every method raises the problems of `EngineClient`."""

    def __init__(self, client: EngineClient) -> None:
        self._client = client

    @property
    def address(self) -> Address:
        """Where it is."""
        return self._client.address

    def check(self) -> None:
        """Refuse what is no engine, or none that takes submissions. Raises Problem."""
        path = "/version/compatibility"
        try:
            answer = self._client.post(path, {"version": API_VERSION, "library": API_LIBRARY})
        except EngineRefused as error:
            raise not_an_engine(self.address, f"it answered POST {path} with {error.status}") from None
        if NEEDED not in self._read(Compatibility, answer, path).extensions:
            raise self._no_submissions()

    def blocks(self) -> list[Registration]:
        """The blocks that it knows."""
        path = "/function-blocks/registrations/list"
        return self._read(list[Registration], self._client.get(path, {"populateWorkers": "true"}), path)

    def workers(self, identifier: str) -> list[WorkerAnswer]:
        """The workers that serve a block."""
        block, _, version = identifier.partition(":")
        path = "/".join(quote(part, safe="") for part in (*block.split("/"), version))
        path = f"/function-blocks/{path}/workers"
        return self._read(list[WorkerAnswer], self._client.get(path), path)

    def submit(self, body: dict[str, Any]) -> Submitted:
        """Submit jobs."""
        path = "/dev/submissions"
        try:
            return self._read(Submitted, self._client.post(path, body), path)
        except EngineRefused as error:
            if error.status in (404, 405) and not error.code.startswith("Unknown"):
                raise self._no_submissions() from None
            raise

    def submission(self, submission_id: str) -> SubmissionState:
        """A submission as it stands."""
        path = self._path(submission_id)
        return self._read(SubmissionState, self._ask_for(submission_id, path), path)

    def events(self, submission_id: str, after: int, wait: float) -> Feed:
        """What its jobs tell after a number; waits for more."""
        path = f"{self._path(submission_id)}/events"
        answer = self._ask_for(submission_id, path, {"after": after, "wait": wait}, wait=wait)
        return self._read(Feed, answer, path)

    def _ask_for(
        self, submission_id: str, path: str, query: Mapping[str, Any] | None = None, wait: float = 0.0
    ) -> Any:
        try:
            return self._client.get(path, query, wait=wait)
        except EngineRefused as error:
            if error.status == 404 and error.code == "UnknownSubmission":
                raise Problem(
                    f"the engine at {self.address.url} knows no submission {submission_id}",
                    "was it another engine, or another database of it?",
                ) from None
            raise

    @staticmethod
    def _path(submission_id: str) -> str:
        return f"/dev/submissions/{quote(submission_id, safe='')}"

    def _no_submissions(self) -> Problem:
        return Problem(
            f"the engine at {self.address.url} takes no submissions: only the development engine does",
            "start one: neops-blocks engine; on a neops platform blocks run as steps of workflows",
        )

    def _read(self, kind: type[T], answer: Any, path: str) -> T:
        try:
            return TypeAdapter(kind).validate_python(answer)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
            place = ".".join(map(str, fault["loc"]))
            why = f"its answer to {path} is of another form ({place or 'as a whole'}: {fault['msg']})"
            raise not_an_engine(self.address, why) from None
