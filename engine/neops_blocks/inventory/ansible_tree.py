"""Ansible's groups of groups, brought into an order: which group's variables win for a device."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neops_blocks.inventory.ansible_vars import take, without_vault_tags
from neops_blocks.inventory.hosts import Entry, Setting, Settings
from neops_blocks.source import load, load_file

if TYPE_CHECKING:
    from pathlib import Path

    from neops_blocks.diagnostics import Span
    from neops_blocks.inventory.draft import Draft
    from neops_blocks.source import Source

ALL = "all"
IMPLIED = (ALL, "ungrouped")


@dataclass
class Tree:
    """Hosts and groups while an Ansible inventory is read."""

    draft: Draft
    parents: dict[str, set[str]] = field(default_factory=dict)
    member_of: dict[str, dict[str, Span]] = field(default_factory=dict)

    def group(self, name: str, span: Span) -> Entry:
        """The group of that name, made where it is new."""
        self.parents.setdefault(name, set())
        return self.draft.groups.setdefault(name, Entry(name, span))

    def host(self, name: str, span: Span, group: str) -> Entry:
        """The host of that name, made where it is new, as a member of the group."""
        self.group(group, span)
        self.member_of.setdefault(name, {}).setdefault(group, span)
        return self.draft.devices.setdefault(name, Entry(name, span))

    def child(self, parent: str, name: str, span: Span) -> None:
        """Make one group a member of another."""
        self.group(name, span)
        if name != parent:
            self.parents[name].add(parent)

    def finish(self) -> None:
        """Read the variables beside the inventory and order the groups of every host, the winning one first.

        The deepest group wins; of groups as deep as each other, the last by name. `all` is for everybody.
        """
        self._read_beside()
        depths = {name: self._depth(name, frozenset()) for name in self.parents}
        for name, entry in self.draft.devices.items():
            above = self._above(self.member_of[name]) - set(IMPLIED)
            ordered = sorted(above, key=lambda group: (depths[group], group), reverse=True)
            entry.groups = [Setting(group, entry.span) for group in ordered]
        everybody = self.draft.groups.pop(ALL, None)
        self.draft.groups.pop("ungrouped", None)
        if everybody is not None:
            self.draft.defaults = everybody.settings

    def _depth(self, name: str, seen: frozenset[str]) -> int:
        above = self.parents.get(name, set()) - seen
        return 1 + max((self._depth(parent, seen | {name}) for parent in above), default=0)

    def _above(self, groups: dict[str, Span]) -> set[str]:
        found: set[str] = set()
        waiting = list(groups)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.parents.get(name, ()))
        return found

    def _read_beside(self) -> None:
        directory = self.draft.file.parent
        for entry in self.draft.devices.values():
            self.draft.groups.setdefault(ALL, Entry(ALL, entry.span))
        for name, entry in self.draft.groups.items():
            self._read_vars(directory / "group_vars", name, entry.settings)
        for name, entry in self.draft.devices.items():
            self._read_vars(directory / "host_vars", name, entry.settings)

    def _read_vars(self, directory: Path, name: str, settings: Settings) -> None:
        below = sorted(file for file in (directory / name).glob("*") if file.suffix in ("", ".yaml", ".yml"))
        for file in (directory / f"{name}.yaml", directory / f"{name}.yml", directory / name, *below):
            if file.is_file():
                source = _load(file)
                self.draft.texts[str(file)] = source.text
                self.draft.findings.extend(source.findings)
                for node in source.documents:
                    for key, value in node.value.items() if node.kind == "mapping" else ():
                        take(self.draft, settings, key, value.plain(), value.span)


def _load(file: Path) -> Source:
    source = load_file(file)
    plain = without_vault_tags(source.text)
    return source if plain == source.text else load(plain, str(file))
