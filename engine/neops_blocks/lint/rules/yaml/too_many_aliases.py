"""NB107 too-many-aliases: aliases that multiply."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class TooManyAliases(Rule):
    """Aliases that multiply."""

    code = Code.TOO_MANY_ALIASES
    name = "too-many-aliases"
    summary = "Aliases and merge keys repeat too many values."
    why = "A few lines with aliases of aliases can stand for millions of values."
    remedy = "Write the values out, or pass them as parameters."
    bad = "\n".join(
        ["x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
        + [f"x-{b}: &{b} [{', '.join([f'*{a}'] * 12)}]" for a, b in ("ab", "bc", "cd")]
    )
    good = "x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\nx-b: [*a, *a]"
