"""The language as data, for editors: its JSON Schema, and what may be written at a place of a block."""

from neops_blocks.language.schema import block_schema, language

__all__ = ["block_schema", "language"]
