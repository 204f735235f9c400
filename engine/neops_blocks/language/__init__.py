"""The language as data, for editors: its JSON Schema, and what may be written at a place of a block."""

from neops_blocks.language.lookup import Choice, Key, Place, place
from neops_blocks.language.names import DEVICE_FIELDS, ENTRY_FIELDS, ERROR_FIELDS, NAMES, RESULT_FIELDS
from neops_blocks.language.schema import block_schema, language

__all__ = [
    "DEVICE_FIELDS",
    "ENTRY_FIELDS",
    "ERROR_FIELDS",
    "NAMES",
    "RESULT_FIELDS",
    "Choice",
    "Key",
    "Place",
    "block_schema",
    "language",
    "place",
]
