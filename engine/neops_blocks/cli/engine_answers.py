"""What an engine answers, as far as submitting and following jobs needs it."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads it
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic.alias_generators import to_camel


class Answer(BaseModel):
    """Part of an answer: camelCase on the wire; what we do not know is left alone."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", frozen=True)


class Compatibility(Answer):
    """What an engine can do beyond the published API."""

    version: str = "unknown"
    extensions: list[str] = Field(default_factory=list)


class WorkerAnswer(Answer):
    """A worker."""

    uuid: str
    name: str | None = None
    state: str

    @property
    def is_online(self) -> bool:
        """Whether it gets jobs."""
        return self.state == "online"


class Registration(Answer):
    """A block that the engine knows; `workers` serve it."""

    package: str
    name: str
    major_version: int
    minor_version: int
    patch_version: int
    run_on: str = ""
    parameter_json_schema: dict[str, Any] = Field(default_factory=dict)
    workers: list[WorkerAnswer] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _with_its_block(cls, value: Any) -> Any:
        """The fields of the block stand in a part of their own, with older engines beside the rest."""
        block = value.get("functionBlock") if isinstance(value, dict) else None
        return {**value, **block} if isinstance(block, dict) else value

    @field_validator("run_on", "workers", mode="before")
    @classmethod
    def _nothing(cls, value: Any, info: Any) -> Any:
        return value if value is not None else {"run_on": "", "workers": []}[info.field_name]

    @property
    def version(self) -> tuple[int, int, int]:
        """Its three numbers."""
        return (self.major_version, self.minor_version, self.patch_version)

    @property
    def block(self) -> str:
        """Package and name."""
        return f"{self.package}/{self.name}"

    @property
    def identifier(self) -> str:
        """`package/name:version`."""
        return f"{self.block}:{'.'.join(map(str, self.version))}"


class NewJob(Answer):
    """A job that was accepted; `entity` is the name of what it runs on."""

    job_id: str
    entity_id: int | None = None
    entity: str | None = None


class Submitted(Answer):
    """A submission that was accepted."""

    submission_id: str
    function_block_id: str
    jobs: list[NewJob]


class Updates(Answer):
    """Database updates."""

    updates: list[Any] = Field(default_factory=list)


class JobResult(Answer):
    """What came out of a job."""

    success: bool
    message: str = ""
    data: Any = None
    db_updates: Updates = Field(default_factory=Updates)


class HostError(Answer):
    """Why a device failed, and whatever else is told about it."""

    model_config = ConfigDict(extra="allow")

    code: str
    message: str
    step: str | None = None
    where: str | None = None
    hint: str | None = None


class HostReport(Answer):
    """What became of a device."""

    ok: bool
    elapsed: float = 0.0
    error: HostError | None = None
    steps: dict[str, Any] = Field(default_factory=dict)


class Blocking(Answer):
    """Code that held the event loop."""

    text: str


class Report(Answer):
    """What a worker reports beside the result."""

    elapsed: float | None = None
    hosts: dict[str, HostReport] = Field(default_factory=dict)
    warnings: list[str] = Field(default_factory=list)
    blocking: list[Blocking] = Field(default_factory=list)
    failure: str | None = None


class JobState(NewJob):
    """A job as it stands: `status` is pending, polled or pushed."""

    status: str
    run_on: str = ""
    created_at: datetime
    polled_at: datetime | None = None
    pushed_at: datetime | None = None
    result: JobResult | None = None
    report: Report = Field(default_factory=Report)

    @field_validator("report", mode="before")
    @classmethod
    def _usable(cls, value: Any) -> Any:
        """A report that is none of ours: workers may send what they like."""
        try:
            return Report.model_validate(value)
        except ValidationError:
            return Report()

    @property
    def is_waiting(self) -> bool:
        """Whether no worker has taken it."""
        return self.status == "pending"

    @property
    def is_done(self) -> bool:
        """Whether there is a result."""
        return self.result is not None

    @property
    def seconds(self) -> float:
        """How long it took: as its worker says, else as the engine saw it."""
        if self.report.elapsed:
            return self.report.elapsed
        began = self.polled_at or self.created_at
        return (self.pushed_at - began).total_seconds() if self.pushed_at else 0.0


class SubmissionState(Answer):
    """A submission and its jobs as they stand."""

    submission_id: str
    function_block_id: str
    finished: bool
    jobs: list[JobState]


class Event(Answer):
    """Something that a job tells; which fields it has depends on its kind."""

    job_id: str
    kind: str
    level: str = "info"
    text: str = ""
    context: dict[str, Any] = Field(default_factory=dict)
    host: str | None = None
    step: str | None = None
    attempt: int = 1
    step_kind: str = ""
    ok: bool = True
    skipped: bool = False
    elapsed: float = 0.0
    attempts: int = 1
    error: HostError | None = None
    steps: dict[str, Any] = Field(default_factory=dict)


class Feed(Answer):
    """The next events of a submission; `last` is where the following ones begin."""

    events: list[Event]
    last: int
    finished: bool

    @field_validator("events", mode="before")
    @classmethod
    def _usable(cls, value: Any) -> Any:
        """Without events that are none of ours."""
        return [event for item in value if (event := _event(item)) is not None] if _is_list(value) else value


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _event(item: Any) -> Event | None:
    try:
        return Event.model_validate(item)
    except ValidationError:
        return None
