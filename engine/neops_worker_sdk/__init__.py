"""What the author of a Python block imports, room by room; it knows nothing of YAML."""
