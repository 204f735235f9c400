"""NB201 unknown-key: a key that the language does not have."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class UnknownKey(Rule):
    """A key that the language does not have."""

    code = Code.UNKNOWN_KEY
    name = "unknown-key"
    summary = "The language has no such key here."
    why = "A misspelt key would silently do nothing."
    remedy = "Correct the spelling, or remove the key. Keys that begin with x- are yours."
    fixable = Fixable.UNSAFE
    bad = "- command: show version\n  timout: 30"
    good = "- command: show version\n  timeout: 30"
