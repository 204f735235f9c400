"""An inventory while it is being read: what was found in it so far, right and wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Code, Severity
from neops_blocks.inventory.errors import InvalidInventoryError, problem
from neops_blocks.inventory.fields import CONNECTION, ENTITY, fault
from neops_blocks.inventory.hosts import Entry, Inventory, Setting, Settings
from neops_blocks.inventory.layers import apply, named_groups, unknown_groups

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from neops_blocks.diagnostics import Finding, Span

KINDS = {**ENTITY, **CONNECTION}


@dataclass
class Draft:
    """Collects devices, groups, defaults and findings of the files of an inventory."""

    file: Path
    env: Mapping[str, str] = field(repr=False)
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    devices: dict[str, Entry] = field(default_factory=dict)
    groups: dict[str, Entry] = field(default_factory=dict)
    defaults: Settings = field(default_factory=dict, repr=False)
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, code: Code, message: str, span: Span, *, hint: str | None = None, path: str = "") -> None:
        """Note something wrong."""
        self.findings.append(problem(code, message, span, hint=hint, path=path))

    def put(self, settings: Settings, key: str, value: Any, span: Span, *, label: str) -> None:
        """Set a field of a device after checking its type; `label` is the key as the author wrote it."""
        expected = fault(KINDS[key], value)
        if expected is None:
            settings[key] = Setting(value, span)
        else:
            self.wrong(Code.WRONG_TYPE, f"{label} must be {expected}", span, path=label)

    def add_data(self, settings: Settings, data: Mapping[str, Any], span: Span) -> None:
        """Add the author's own data; what was given before wins."""
        earlier = settings["facts"].value if "facts" in settings else {}
        settings["facts"] = Setting({**data, **earlier}, span)

    def finish(self) -> Inventory:
        """The inventory. Raises InvalidInventoryError where something is wrong."""
        entries = [*self.devices.values(), *self.groups.values()]
        self.findings += unknown_groups(entries, self.groups)
        if any(finding.severity is Severity.ERROR for finding in self.findings):
            ordered = sorted(self.findings, key=lambda finding: finding.span)
            raise InvalidInventoryError(ordered, self.texts)
        hosts = apply(self.devices.values(), self.groups, self.defaults)
        return Inventory(str(self.file), hosts, named_groups(self.groups), self.env, self.texts)
