"""Comments that ignore findings: `# neops: ignore[CODE] reason`, `# neops: ignore-file[CODE] reason`."""

from neops_blocks.lint.suppressions.adding import with_ignores
from neops_blocks.lint.suppressions.applying import Suppressed, apply
from neops_blocks.lint.suppressions.reading import PREFIX, Directive, Misread, directives

__all__ = ["PREFIX", "Directive", "Misread", "Suppressed", "apply", "directives", "with_ignores"]
