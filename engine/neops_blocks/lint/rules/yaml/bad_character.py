"""NB112 bad-character: bytes or characters that YAML forbids."""

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rule import Fixable, Rule


class BadCharacter(Rule):
    """Bytes or characters that YAML forbids."""

    code = Code.BAD_CHARACTER
    name = "bad-character"
    summary = "The file is not UTF-8, or has a character that YAML forbids."
    why = "Editors and devices would show different characters than the ones that are sent."
    remedy = (
        "Save the file as UTF-8 and remove control characters, or write them as escapes in double quotes."
    )
    fixable = Fixable.UNSAFE
    bad = "a file in Latin-1"
    good = "the file in UTF-8"
