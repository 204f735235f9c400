"""NB113 bad-scalar: a value that does not fit its tag."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class BadScalar(Rule):
    """A value that does not fit its tag."""

    code = Code.BAD_SCALAR
    name = "bad-scalar"
    summary = "A value does not fit its tag, or is a number with far too many digits."
    why = "Whatever the value became, it would not be what the tag promises."
    remedy = "Remove the tag, or quote the value if it is text."
    bad = "connection: {port: !!int ssh}"
    good = "connection: {port: 22}"
