"""Expressions and templates: compiled once, evaluated in a bounded sandbox, analysed with exact places."""

from neops_blocks.templates.analysis import Analysis, NameUse, analyse
from neops_blocks.templates.attributes import Attribute, attributes
from neops_blocks.templates.bounds import evaluating_at_most
from neops_blocks.templates.comparing import Comparison, comparisons
from neops_blocks.templates.deciding import truth
from neops_blocks.templates.filtering import ItemComparison, item_comparisons
from neops_blocks.templates.forbidden import changing_calls
from neops_blocks.templates.lexing import has_template
from neops_blocks.templates.outermost import Outermost, outermost
from neops_blocks.templates.problem import Problem, TemplateSyntaxProblem
from neops_blocks.templates.quoted import quoted_templates
from neops_blocks.templates.shown import shown_names
from neops_blocks.templates.stray import stray_braces
from neops_blocks.templates.values import Value, compile_expression, compile_text, compile_value, own_copy

__all__ = [
    "Analysis",
    "Attribute",
    "Comparison",
    "ItemComparison",
    "NameUse",
    "Outermost",
    "Problem",
    "TemplateSyntaxProblem",
    "Value",
    "analyse",
    "attributes",
    "changing_calls",
    "comparisons",
    "compile_expression",
    "compile_text",
    "compile_value",
    "evaluating_at_most",
    "has_template",
    "item_comparisons",
    "outermost",
    "own_copy",
    "quoted_templates",
    "shown_names",
    "stray_braces",
    "truth",
]
