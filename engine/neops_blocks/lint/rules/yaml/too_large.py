"""NB108 too-large: a huge file."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class TooLarge(Rule):
    """A huge file."""

    code = Code.TOO_LARGE
    name = "too-large"
    summary = "The file is too large for a block."
    why = "A block is read, checked and sent as a whole; megabytes in it are data, not steps."
    remedy = "Keep device output and other data in files of their own."
    bad = "a file of several megabytes"
    good = "a file of some kilobytes"
