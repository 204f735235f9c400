"""Function blocks shipped with neops-blocks."""
