"""The parsers of YAML: the one in C where PyYAML has it, much the faster one, and the pure one elsewhere."""

from __future__ import annotations

from typing import Any

import yaml

from neops_blocks.source.pure import PureParser

PURE: Any = PureParser
PARSER: Any = getattr(yaml, "CLoader", PURE)
"""What reads files: what is accepted, and what it means, is the same with both."""
