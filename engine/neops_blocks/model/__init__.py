"""The document as pydantic models: what may be written, and where it stands."""

from neops_blocks.model.block import SCHEMA, BlockModel, FanOut, ResultModel
from neops_blocks.model.connection import ConnectionModel
from neops_blocks.model.document import Document, dotted
from neops_blocks.model.judge import judge
from neops_blocks.model.parse import parse_block, parse_partly
from neops_blocks.model.schema import ParameterSchema, ResultField, SchemaModel
from neops_blocks.model.step import COMMON_RESULT_FIELDS, LoopModel, RetryModel, StepModel
from neops_blocks.model.strict import Expression, Name, Pause, Seconds, Strict, expected
from neops_blocks.model.templates import TemplateUse, expression_in, templates_in

__all__ = [
    "COMMON_RESULT_FIELDS",
    "SCHEMA",
    "BlockModel",
    "ConnectionModel",
    "Document",
    "Expression",
    "FanOut",
    "LoopModel",
    "Name",
    "ParameterSchema",
    "Pause",
    "ResultField",
    "ResultModel",
    "RetryModel",
    "SchemaModel",
    "Seconds",
    "StepModel",
    "Strict",
    "TemplateUse",
    "dotted",
    "expected",
    "expression_in",
    "judge",
    "parse_block",
    "parse_partly",
    "templates_in",
]
