"""The language server: what editors ask of a block, answered from the linter and the published schema.

Everything but `server` and `wire` works on texts and offsets and knows nothing of the protocol.
"""
