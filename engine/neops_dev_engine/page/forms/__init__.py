"""Forms: what a browser sends, and forms that are made from JSON Schemas."""
