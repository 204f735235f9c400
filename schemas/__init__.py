"""JSON Schemas published with neops-blocks."""
