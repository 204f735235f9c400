"""Nornir's SimpleInventory: `hosts.yaml`, with `groups.yaml` and `defaults.yaml` beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, did_you_mean
from neops_blocks.drivers import canonical
from neops_blocks.inventory.hosts import Entry, Setting, Settings
from neops_blocks.source import load_file

if TYPE_CHECKING:
    from pathlib import Path

    from neops_blocks.diagnostics import Span
    from neops_blocks.inventory.draft import Draft
    from neops_blocks.source import Node

TEXTS = {"hostname": "ip", "username": "username", "password": "password"}
KEYS = frozenset({*TEXTS, "port", "platform", "groups", "data", "connection_options"})
CONNECTIONS = ("netmiko", "scrapli", "napalm")


def recognises(node: Node) -> bool:
    """Whether the document maps names to what Nornir knows of a host."""
    return (
        node.kind == "mapping"
        and bool(node.value)
        and all(item.value is None or item.kind == "mapping" for item in node.value.values())
        and any(KEYS & set(item.value) for item in node.value.values() if item.kind == "mapping")
    )


def read(draft: Draft, node: Node) -> None:
    """Read the hosts, and the groups and defaults beside them."""
    for name, item in node.value.items():
        draft.devices[name] = _entry(draft, name, node.keys[name], item)
    directory = draft.file.parent
    groups = _beside(draft, directory, "groups")
    if groups is not None:
        for name, item in groups.value.items():
            draft.groups[name] = _entry(draft, name, groups.keys[name], item)
    defaults = _beside(draft, directory, "defaults")
    if defaults is not None:
        draft.defaults = _entry(draft, "defaults", defaults.span, defaults).settings


def _beside(draft: Draft, directory: Path, name: str) -> Node | None:
    for file in (directory / f"{name}.yaml", directory / f"{name}.yml"):
        if file.is_file():
            source = load_file(file)
            draft.texts[str(file)] = source.text
            draft.findings.extend(source.findings)
            node = source.documents[0] if source.documents else None
            return node if node is not None and node.kind == "mapping" else None
    return None


def _entry(draft: Draft, name: str, span: Span, node: Node) -> Entry:
    entry = Entry(name, span)
    if node.kind != "mapping":
        return entry
    for key, value in node.value.items():
        place = f"{name}.{key}"
        if key not in KEYS:
            hint = did_you_mean(key, KEYS, what="keys of Nornir")
            draft.wrong(Code.UNKNOWN_KEY, f"unknown key {key!r}", node.keys[key], hint=hint, path=place)
        elif value.value is not None:
            _take(draft, entry, key, value, place)
    options = node.at("connection_options")
    if options is not None:
        _connections(draft, entry.settings, options, name)
    return entry


def _take(draft: Draft, entry: Entry, key: str, node: Node, place: str) -> None:
    if key in TEXTS:
        draft.put(entry.settings, TEXTS[key], node.plain(), node.span, label=place)
    elif key == "port":
        draft.put(entry.settings, "port", node.plain(), node.span, label=place)
    elif key == "platform":
        _platform(draft, entry.settings, node, place)
    elif key == "groups" and node.kind == "sequence":
        entry.groups = [Setting(str(item.value), item.span) for item in node.value]
    elif key == "data" and node.kind == "mapping":
        draft.add_data(entry.settings, node.plain(), node.span)
    elif key != "connection_options":
        kind = "a list" if key == "groups" else "a mapping"
        draft.wrong(Code.WRONG_TYPE, f"{place} must be {kind}", node.span, path=place)


def _platform(draft: Draft, settings: Settings, node: Node, place: str) -> None:
    draft.put(settings, "platform", node.plain(), node.span, label=place)
    if "platform" in settings:
        settings["platform"] = Setting(canonical(settings["platform"].value), node.span)


def _connections(draft: Draft, settings: Settings, node: Node, name: str) -> None:
    """What the options of the SSH libraries say wins over the host's own keys; netmiko's first."""
    for connection in reversed(CONNECTIONS):
        options = node.at(connection)
        if options is None or options.kind != "mapping":
            continue
        place = f"{name}.connection_options.{connection}"
        for key in (*TEXTS, "port", "platform"):
            value = options.at(key)
            if value is not None and value.value is not None:
                entry = Entry(name, value.span, settings)
                _take(draft, entry, key, value, f"{place}.{key}")
        _extras(draft, settings, options, place)


def _extras(draft: Draft, settings: Settings, options: Node, place: str) -> None:
    for key, field in (("secret", "enable_password"), ("key_file", "key_file")):
        value = options.at("extras", key)
        if value is not None and value.value:
            draft.put(settings, field, value.plain(), value.span, label=f"{place}.extras.{key}")
