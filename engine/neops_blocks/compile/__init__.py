"""From a document to a plan to a FunctionBlock subclass, and what runs it."""

from neops_blocks.compile.block import CompiledFunctionBlock, make_block
from neops_blocks.compile.loading import CompiledBlock, load_blocks
from neops_blocks.compile.plan import Cut, Plan, Step

__all__ = [
    "CompiledBlock",
    "CompiledFunctionBlock",
    "Cut",
    "Plan",
    "Step",
    "load_blocks",
    "make_block",
]
