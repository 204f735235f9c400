"""Parsers: from what a device answered to data."""

from neops_blocks.parsers.build import PARSERS, build_parser
from neops_blocks.parsers.ntc_index import any_template_reads
from neops_blocks.parsers.port import ParseInput, Parser, ParserSpecError
from neops_blocks.parsers.spec import ParseSpec, parse_schema
from neops_blocks.parsers.textfsm_ntc import has_template
from neops_blocks.parsers.types import convert_types

__all__ = [
    "PARSERS",
    "ParseInput",
    "ParseSpec",
    "Parser",
    "ParserSpecError",
    "any_template_reads",
    "build_parser",
    "convert_types",
    "has_template",
    "parse_schema",
]
