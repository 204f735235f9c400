"""The document of a workflow: its model, what can be wrong with it, and its steps in the order they run."""

from neops_dev_engine.workflows.document.acquires import (
    Acquire,
    ContextAcquire,
    ElasticAcquire,
    ExpansionAcquire,
    ReferenceAcquire,
)
from neops_dev_engine.workflows.document.model import BlockStep, Condition, RootWorkflow, Step, WorkflowStep
from neops_dev_engine.workflows.document.plan import Station, plan_of
from neops_dev_engine.workflows.document.reading import document_of, read_document
from neops_dev_engine.workflows.document.schema import workflow_schema

__all__ = [
    "Acquire",
    "BlockStep",
    "Condition",
    "ContextAcquire",
    "ElasticAcquire",
    "ExpansionAcquire",
    "ReferenceAcquire",
    "RootWorkflow",
    "Station",
    "Step",
    "WorkflowStep",
    "document_of",
    "plan_of",
    "read_document",
    "workflow_schema",
]
