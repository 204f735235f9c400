"""Every command that a block sends, and what is known of some of them without asking a device."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.model import BlockModel, StepModel

Path = tuple[str | int, ...]

_FLAGS = re.IGNORECASE | re.VERBOSE
_CONFIG_MODE = r"""
    conf(i|ig|igu|igur|igure)?(\s+(t|te|ter|term|termi|termin|termina|terminal|exclusive|private|session.*))?
    | system-view | enter\s+candidate.*"""
_DISRUPTIVE = r"""reload(?!\s+cancel)\b.* | (/?system\s+)?reboot\b.* | factory-reset\b.*
    | (write|wr)\s+erase\b.* | erase\s+(startup-config|nvram:|flash:|/all)\S*.*
    | format\s+\S*(flash|disk|slot)\S*.* | delete\s+(/\S+\s+)*(boot)?(flash|disk|nvram)\S*:.*
    | request\s+system\s+(reboot|halt|power-off|zeroize)\b.* | execute\s+(reboot|shutdown|factoryreset)\b.*
    | /system\s+(reset-configuration|shutdown)\b.* | tools\s+(platform|system)\s.*\breboot\b.*
    | clear\s+(ip\s+|ipv6\s+)?bgp\s+(\S+\s+)*\*\s* | clear\s+ip\s+ospf\s+(\S+\s+)*process\b.*"""
_CHANGING = r"""(write|wr)(\s+mem(ory)?)?\s* | copy\s+\S+\s+(start|running-config|(boot)?flash:|nvram:)\S*.*
    | clear\s.* | no\s+shutdown\s*"""


@dataclass(frozen=True)
class Command:
    """A command as it is written, templates and all; `step` is the one it has on its platform."""

    text: str
    path: Path
    step: StepModel

    @property
    def enters_config_mode(self) -> bool:
        """Whether configuration mode begins with it."""
        return self._is(_CONFIG_MODE)

    @property
    def is_disruptive(self) -> bool:
        """Whether the device, its configuration or its neighbours are gone for a while, or for good."""
        return self._is(_DISRUPTIVE)

    @property
    def changes_the_device(self) -> bool:
        """Whether the device is not the same afterwards."""
        known = self.enters_config_mode or self.is_disruptive
        return known or self._is(_CHANGING)

    def _is(self, kind: str) -> bool:
        """Whether it is of a kind; what shows something is of none, and most commands do."""
        text = self.text.strip()
        return not text.startswith("show ") and re.fullmatch(kind, text, _FLAGS) is not None


def commands_of(block: BlockModel) -> Iterator[Command]:
    """The commands of every step, those of its platforms included, in the order of the block."""
    for step in block.steps:
        yield from _commands(step, step.path)
        for platform, variant in step.variants.items():
            if "command" in step.platforms[platform]:
                yield from _commands(variant, (*step.path, "platforms", platform))


def _commands(step: StepModel, path: Path) -> Iterator[Command]:
    written = getattr(step, "command", None)
    if isinstance(written, str):
        yield Command(written, (*path, "command"), step)
    elif isinstance(written, list):
        for index, text in enumerate(written):
            yield Command(text, (*path, "command", index), step)
