"""Step kinds, a file each: the keys an author writes, and what the step does."""

from collections.abc import Mapping
from types import MappingProxyType

from neops_blocks.model import StepModel
from neops_blocks.steps.assert_ import AssertStep
from neops_blocks.steps.command import CommandStep
from neops_blocks.steps.logger import MaskedLogger
from neops_blocks.steps.python import PythonStep, StepContext
from neops_blocks.steps.set import SetStep

KINDS: Mapping[str, type[StepModel]] = MappingProxyType(
    {kind.kind: kind for kind in (CommandStep, PythonStep, SetStep, AssertStep)}
)

__all__ = [
    "KINDS",
    "AssertStep",
    "CommandStep",
    "MaskedLogger",
    "PythonStep",
    "SetStep",
    "StepContext",
]
