"""Closing braces that close nothing."""

from __future__ import annotations

from neops_blocks.templates.lexing import tokens_of
from neops_blocks.templates.problem import TemplateSyntaxProblem

_END = "}}"


def stray_braces(text: str) -> tuple[int, int] | None:
    """Where the first `}}` stands in the text around the templates that no brace has opened; None: nowhere.

    Braces that stand in pairs are text, as in JSON; what stands between `raw` and `endraw` is not looked at.
    """
    if _END not in text:
        return None
    try:
        tokens = tokens_of(text, bare=False)
    except TemplateSyntaxProblem:
        return None
    depth, raw = 0, False
    for token in tokens:
        raw = token.kind == "raw_begin" or (raw and token.kind != "raw_end")
        if token.kind != "data" or raw:
            continue
        for at in range(token.start, token.end):
            if text[at] == "{":
                depth += 1
            elif text[at] == "}":
                depth -= 1
                if depth < 0 and text[at - 1 : at + 1] == _END and at > token.start:
                    return at - 1, at + 1
                if depth < 0 and text[at : at + 2] != _END:
                    depth = 0
    return None
