"""NB110 bad-merge: a merge of something else."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Rule


class BadMerge(Rule):
    """A merge of something else."""

    code = Code.BAD_MERGE
    name = "bad-merge"
    summary = "Only mappings can be merged."
    why = "`<<` takes the keys of another mapping; nothing else has keys."
    remedy = "Give it an alias of a mapping, or a list of such aliases."
    bad = "x-port: &port 22\nconnection:\n  <<: *port"
    good = "x-usual: &usual {port: 22}\nconnection:\n  <<: *usual"
