"""``{{ JMESPath }}``: expressions in parameters, conditions and queries of a workflow."""

from neops_dev_engine.workflows.expressions.expression import Expression, ExpressionError
from neops_dev_engine.workflows.expressions.interpolation import interpolate, interpolate_early
from neops_dev_engine.workflows.expressions.template import Template, condition_of, template_of, templates_in

__all__ = [
    "Expression",
    "ExpressionError",
    "Template",
    "condition_of",
    "interpolate",
    "interpolate_early",
    "template_of",
    "templates_in",
]
