"""The document as models. Keys may be null wherever they may be absent."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, model_validator

from neops_dev_engine.workflows.document.acquires import Acquire  # noqa: TC001 - pydantic reads it
from neops_dev_engine.workflows.document.parts import (
    Description,
    EntityKind,
    Label,
    Name,
    Part,
    Reference,
    Seconds,
    VersionNumber,
)

_Times = Annotated[int, Field(ge=1, le=100)]


def _as_written_before(value: Any) -> Any:
    """Conditions of older clients are a bare text or boolean."""
    if isinstance(value, str | bool):
        return {"type": "jmes", "jmes": value if isinstance(value, str) else f"`{str(value).lower()}`"}
    return value


class _Condition(Part):
    """Something that holds or does not."""

    type: Literal["jmes"]
    jmes: str
    description: Description | None = None


Condition = Annotated[_Condition, BeforeValidator(_as_written_before)]


class Retry(Part):
    """When and how often to try again. Accepted, not done."""

    condition: Condition | None = None
    max_retries: _Times
    delay: Seconds | None = None


class Repetition(Part):
    """When and how often to do it again. Accepted, not done."""

    condition: Condition | None = None
    repeats: _Times | None = None
    delay: Seconds | None = None


class ExecutionStrategy(Part):
    """Accepted, not done."""

    parallel: bool | None = None


class Config(Part):
    """Accepted, not done."""

    execution_strategy: ExecutionStrategy | None = None


class Crontab(Part):
    """When."""

    second: str
    minute: str
    hour: str
    day_of_month: str
    month: str
    day_of_week: str
    timezone: str


class Cron(Part):
    """Executions at certain times. Accepted, not done."""

    title: Annotated[str, Field(max_length=100)]
    description: Annotated[str, Field(max_length=500)]
    query: str
    crontab: Crontab
    concurrency: bool
    enabled: bool
    condition: Condition | None = None
    parameters: dict[str, Any] | None = None


class _Any(Part):
    """What the root and all kinds of steps have."""

    label: Label
    description: Description | None = None
    condition: Condition | None = None
    asserts: Annotated[list[Condition] | None, Field(alias="assert")] = None
    parameters: dict[str, Any] | None = None
    raw_parameters: dict[str, Any] | None = None
    run_on: EntityKind | None = None
    acquire: list[Acquire] | None = None
    retry_config: Retry | None = None
    repeat_config: Repetition | None = None
    continue_on_error: bool | None = None
    delay: Seconds | None = None


class BlockStep(_Any):
    """Runs a function block."""

    type: Literal["functionBlock"]
    function_block: Reference


class WorkflowReferenceStep(Part):
    """Would run another workflow."""

    type: Literal["workflowReference"]

    @model_validator(mode="before")
    @classmethod
    def _refused(cls, _value: Any) -> Any:
        raise ValueError(
            "steps of type workflowReference cannot be run, neither here nor by the vendor's engine;"
            " write the steps of that workflow into a step of type workflow"
        )


class WorkflowStep(_Any):
    """Steps that belong together."""

    type: Literal["workflow"]
    name: Name
    steps: Annotated[list[Step], Field(min_length=1)]
    config: Config | None = None


Step = Annotated[BlockStep | WorkflowStep | WorkflowReferenceStep, Discriminator("type")]
STEP_TYPES = frozenset({"functionBlock", "workflow", "workflowReference"})


class RootWorkflow(_Any):
    """A workflow that can be published."""

    type: Literal["workflow"]
    name: Name
    package: Annotated[str, Field(pattern=r"^[^/:]+$")]
    major_version: VersionNumber
    minor_version: VersionNumber
    patch_version: VersionNumber
    seed_entity: EntityKind
    steps: Annotated[list[Step], Field(min_length=1)]
    config: Config | None = None
    cron: list[Cron] | None = None
    hide_for_execution: bool | None = None
    parameter_schema: dict[str, Any] | None = None

    @property
    def version(self) -> tuple[int, int, int]:
        """Major, minor and patch."""
        return self.major_version, self.minor_version, self.patch_version


WorkflowStep.model_rebuild()
RootWorkflow.model_rebuild()
