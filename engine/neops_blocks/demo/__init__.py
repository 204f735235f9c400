"""Emulated devices behind real SSH on loopback, for a first run without a network."""

from neops_blocks.demo.keeping import inventory_file
from neops_blocks.demo.lab import Lab, start

__all__ = ["Lab", "inventory_file", "start"]
