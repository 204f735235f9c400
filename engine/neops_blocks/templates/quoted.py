"""Templates in quotes inside of expressions: texts that nothing evaluates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neops_blocks.templates.lexing import tokens_of
from neops_blocks.templates.problem import TemplateSyntaxProblem

_ALONE = r"(?s).\s*\{\{-?\s*((?:(?!\{\{|\}\}).)+?)\s*-?\}\}\s*."


@dataclass(frozen=True, slots=True)
class QuotedTemplate:
    """A template in quotes, at the characters start..end; `inner` is its expression, where it is only one."""

    start: int
    end: int
    inner: str | None


def quoted_templates(text: str, *, bare: bool) -> list[QuotedTemplate]:
    """Those of a template; a text that stands alone between braces, to show braces, is none."""
    if "{{" not in text or "}}" not in text or ("'" not in text and '"' not in text):
        return []
    try:
        tokens = tokens_of(text, bare=bare)
    except TemplateSyntaxProblem:
        return []
    found = []
    for index, token in enumerate(tokens):
        if token.kind != "string" or not re.search(r"\{\{.+?\}\}", token.raw):
            continue
        around = [other.kind for other in (*tokens[index - 1 : index], *tokens[index + 1 : index + 2])]
        if around != ["variable_begin", "variable_end"]:
            alone = re.fullmatch(_ALONE, token.raw)
            found.append(QuotedTemplate(token.start, token.end, alone[1] if alone else None))
    return found
