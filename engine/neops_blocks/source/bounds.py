"""How big a document may be; far beyond any block that people write, far below what hurts."""

MAX_CHARACTERS = 250_000
MAX_NODES = 12_000
"""Keys and values in a file; two thousand lines have six to eight thousand."""
MAX_DOCUMENTS = 1_000
MAX_MISTAKES = 1_000
"""Findings about the YAML of a file, after which it is read no further."""
MAX_DEPTH = 64
MAX_COPIES = 20_000
"""Nodes that aliases and merge keys may add to what is written out."""
