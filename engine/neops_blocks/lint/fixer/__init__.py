"""Does the fixes that findings carry: by the places of characters, in rounds, each of them checked."""

from neops_blocks.lint.fixer.comparing import changed_only
from neops_blocks.lint.fixer.difference import difference
from neops_blocks.lint.fixer.rounds import Fixed, fix

__all__ = ["Fixed", "changed_only", "difference", "fix"]
