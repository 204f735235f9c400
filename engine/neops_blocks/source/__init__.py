"""YAML text to nodes that know their file, line and column; what is wrong with the YAML becomes findings."""

from neops_blocks.source.beside import beside, noticing
from neops_blocks.source.nodes import Node
from neops_blocks.source.reader import Source, load, load_bytes, load_file
from neops_blocks.source.recovery import recover
from neops_blocks.source.text import Text

__all__ = ["Node", "Source", "Text", "beside", "load", "load_bytes", "load_file", "noticing", "recover"]
