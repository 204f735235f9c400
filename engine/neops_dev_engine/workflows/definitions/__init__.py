"""Workflow definitions: published in versions that never change."""
