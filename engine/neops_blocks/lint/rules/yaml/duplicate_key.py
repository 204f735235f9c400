"""NB103 duplicate-key: a key that stands twice."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class DuplicateKey(Rule):
    """A key that stands twice."""

    code = Code.DUPLICATE_KEY
    name = "duplicate-key"
    summary = "A mapping has the same key twice."
    why = "Only one of the two could hold, and which one is easily overlooked."
    remedy = "Remove one of them."
    bad = "timeout: 10\ntimeout: 20"
    good = "timeout: 20"
