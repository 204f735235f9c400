"""The document as pydantic models: what may be written, and where it stands."""

from neops_blocks.model.connection import ConnectionModel
from neops_blocks.model.judge import judge
from neops_blocks.model.step import COMMON_RESULT_FIELDS, LoopModel, RetryModel, StepModel
from neops_blocks.model.strict import Expression, Name, Pause, Seconds, Strict
from neops_blocks.model.templates import TemplateUse, expression_in, templates_in

__all__ = [
    "COMMON_RESULT_FIELDS",
    "ConnectionModel",
    "Expression",
    "LoopModel",
    "Name",
    "Pause",
    "RetryModel",
    "Seconds",
    "StepModel",
    "Strict",
    "TemplateUse",
    "expression_in",
    "judge",
    "templates_in",
]
