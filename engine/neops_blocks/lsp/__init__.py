"""The language server: what editors ask of a block, answered from the linter and the published schema.

`server`, `session`, `requests` and `wire` speak the protocol; everything else works on texts and offsets and
knows nothing of it.
"""
