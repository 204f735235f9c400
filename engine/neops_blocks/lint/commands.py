"""Every command that a block sends, and what is known of some of them without asking a device."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.model import Document, StepModel

Path = tuple[str | int, ...]

_MOST = 100
"""Of a longer loop the items are not looked at one by one."""

_FLAGS = re.IGNORECASE | re.VERBOSE
_CONFIG_MODE = r"""
    conf(i|ig|igu|igur|igure)?(\s+t(e|er|erm|ermi|ermin|ermina|erminal)?(\s+(force|lock|exclusive))?)?
    | conf(i|ig|igu|igur|igure)?\s+(exclusive|private|dynamic|batch|lock|dual-stage|maintenance\s.*)
    | conf(i|ig|igu|igur|igure)?\s+session.*
    | edit(\s+(exclusive|private|dynamic|batch))? | edit-config(\s+\S+)? | system-view | enter\s+candidate.*
    | config\s+(global|vdom|system\s.*|firewall\s.*|router\s.*)"""
_DISRUPTIVE = r"""relo(ad?)?(?!\s+cancel)\b.* | ((/?system|admin)\s+)?reboot\b.* | (factory-reset|zeroize)\b.*
    | wri?(te?)?\s+(er|era|eras|erase|default)\b.* | era(se?)?\s+(start|nv|flash:|/all|cat|running)\S*.*
    | format\s+\S*(flash|disk|slot)\S*.* | delete\s+/recursive\s.*
    | delete\s+(/\S+\s+)*(\S*:)?/?(\*|vlan\.dat|config\.text)\s* | delete\s+(/\S+\s+)*nvram:\S*
    | request\s+system\s+(reboot|halt|power-off|power-cycle|zeroize|software\s.*\breboot)\b.*
    | request\s+chassis\s+\S+\s+(master|restart|offline)\b.* | restart\s+(routing|chassis-control)\b.*
    | execute\s+(reboot|shutdown|factoryreset)\b.* | (power-?off|halt)\s*
    | redundancy\s+(force-switchover|reload|switchover)\b.* | system\s+switchover\b.*
    | install\s+(activate|all)\s.* | hw-module\s.*\b(reload|reset|shutdown)\b.* | test\s+crash\b.*
    | reset\s+saved-configuration\b.* | /system\s+(reset-configuration|shutdown)\b.*
    | tools\s+(platform|system)\s.*\breboot\b.* | debug\s+all\s*
    | clear\s+(ip\s+|ipv6\s+)?bgp\s+(\S+\s+)*\*\s* | clear\s+(ip\s+)?(ospf|isis)\s+(\S+\s+)*(process|\*)\s*
    | clear\s+(ip|ipv6)\s+route\s+(\S+\s+)*\*\s*"""
_CHANGING = r"""wri?(te?)?(\s+(mem(ory)?|file|net(work)?))?\s* | (cl|cle|clea|clear)\s.*
    | copy\s+\S+\s+(start|run|(boot)?flash|disk|nvram)\S*.* | debug\s.*
    | configure\s+(replace|memory|network|overwrite)\b.*
    | (delete|rename|mkdir|rmdir|squeeze|archive\s+download-sw|boot\s+system|upgrade)\s.*
    | (no\s+)?shutdown\s* | clock\s+set\s.* | commit\b.* | rollback\b(?!.*\bcompare\b).* | save(\s+force)?\s*
    | load\s+(merge|replace|override|set|patch|factory-default)\b.* | license\s+(install|clear|boot)\b.*
    | crypto\s+(key|ca|pki)\s.* | install\s+(add|commit|remove|deactivate|rollback|abort|prepare)\b.*
    | request\s+(system\s+(software|snapshot|storage|configuration)|platform\s+software|pki|security)\s.*
    | event\s+manager\s+run\s.* | tclsh\b.* | reset\s.* | set\s+(system|interfaces|protocols)\s.*"""


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


def commands_of(document: Document) -> Iterator[Command]:
    """The commands of every step, those of its platforms included, in the order of the block.

    A command of a step that is repeated over a written list of texts is there once for each of them.
    """
    for step in document.block.steps:
        for command in _commands(step, step.path):
            yield from _repeated(command, document)
        for platform, variant in step.variants.items():
            if "command" in step.platforms[platform]:
                for command in _commands(variant, (*step.path, "platforms", platform)):
                    yield from _repeated(command, document)


def _repeated(command: Command, document: Document) -> Iterator[Command]:
    """The command for each item of a written loop; its place is the item, where it is nothing else."""
    loop = command.step.loop
    items = loop.over if loop is not None else None
    if loop is None or not isinstance(items, list) or len(items) > _MOST or not all(map(_is_plain, items)):
        yield command
        return
    item = rf"\{{\{{-?\s*{loop.as_}\s*-?\}}\}}"
    alone = re.fullmatch(rf"\s*{item}\s*", command.text) is not None
    if not re.search(item, command.text):
        yield command
        return
    path = (*command.step.path, "loop")
    path = path if document.node.at(*path, "over") is None else (*path, "over")
    for index, text in enumerate(items):
        whole = re.sub(item, lambda _, text=text: str(text), command.text)  # type: ignore[misc]
        yield Command(whole, (*path, index) if alone else command.path, command.step)


def _is_plain(item: object) -> bool:
    return isinstance(item, int) or (isinstance(item, str) and "{" not in item)


def _commands(step: StepModel, path: Path) -> Iterator[Command]:
    written = getattr(step, "command", None) if step.kind == "command" else None
    if isinstance(written, str):
        yield Command(written, (*path, "command"), step)
    elif isinstance(written, list):
        for index, text in enumerate(written):
            yield Command(text, (*path, "command", index), step)
