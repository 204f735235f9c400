"""NB106 too-deep: too many levels."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class TooDeep(Rule):
    """Too many levels."""

    code = Code.TOO_DEEP
    name = "too-deep"
    summary = "The document is nested too deep."
    why = "No block needs that many levels; often a bracket was never closed."
    remedy = "Close the bracket, or move a part into a step of its own."
    bad = f"set: {'[' * 65}1{']' * 65}"
    good = "set: [[1, 2], [3, 4]]"
