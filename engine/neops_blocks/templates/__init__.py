"""Expressions and templates: one Jinja environment for the linter and the runtime."""

from neops_blocks.templates.analysis import Analysis, NameUse, Problem, analyse
from neops_blocks.templates.lexing import has_template
from neops_blocks.templates.values import (
    TemplateSyntaxProblem,
    Value,
    compile_expression,
    compile_text,
    compile_value,
)

__all__ = [
    "Analysis",
    "NameUse",
    "Problem",
    "TemplateSyntaxProblem",
    "Value",
    "analyse",
    "compile_expression",
    "compile_text",
    "compile_value",
    "has_template",
]
