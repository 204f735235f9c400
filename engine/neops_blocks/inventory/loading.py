"""Reads an inventory of any format; the content says which it is, else the file's name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from neops_blocks.diagnostics import Severity
from neops_blocks.inventory import own
from neops_blocks.inventory.ansible_vars import without_vault_tags
from neops_blocks.inventory.draft import Draft
from neops_blocks.inventory.errors import InvalidInventoryError, SelectionError
from neops_blocks.source import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.inventory.hosts import Inventory
    from neops_blocks.source import Node


class Format(Protocol):
    """A module that reads one format."""

    def recognises(self, node: Node) -> bool:
        """Whether the document is in the format."""

    def read(self, draft: Draft, node: Node) -> None:
        """Put what the document says into the draft."""


YAML_SUFFIXES = (".yaml", ".yml", ".json")
INDEXES = (
    "hosts.yaml",
    "hosts.yml",
    "inventory.yaml",
    "inventory.yml",
    "hosts",
    "hosts.ini",
    "inventory.ini",
)


def load_inventory(path: Path | str, env: Mapping[str, str] | None = None) -> Inventory:
    """Read the devices of a file: our own format, Nornir's `hosts.yaml`, or an Ansible inventory (YAML, INI).

    A directory stands for the inventory file in it. Secrets are looked up in `env` (default: the process's
    environment) and in files when a device is used, not here.

    Raises:
        InvalidInventoryError: what is wrong, all of it, each with its place.
        SelectionError: the path means something that this version cannot read.
        OSError: the file cannot be read.
    """
    file = _file_of(str(path))
    text = _read(file)
    draft = Draft(file, env=os.environ if env is None else env)
    draft.texts[str(file)] = text
    if file.suffix.lower() in YAML_SUFFIXES:
        _read_yaml(draft, text)
    elif text.startswith("#!") or os.access(file, os.X_OK):
        raise SelectionError(
            f"{file} is a program, and inventories that are programs are not run",
            "save what it prints: ansible-inventory -i FILE --list --yaml > inventory.yaml",
        )
    else:
        from neops_blocks.inventory import ansible_ini

        ansible_ini.read(draft, text)
    return draft.finish()


def _file_of(path: str) -> Path:
    if "://" in path:
        raise SelectionError(
            f"{path}: inventories from NetBox and other servers are not available in this version",
            "export the devices to a file in the format of neops-blocks, Nornir or Ansible",
        )
    file = Path(path)
    if not file.is_dir():
        return file
    for name in INDEXES:
        if (file / name).is_file():
            return file / name
    raise IsADirectoryError(21, f"is a directory without an inventory ({', '.join(INDEXES)})", str(file))


def _read(file: Path) -> str:
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SelectionError(
            f"{file} is not UTF-8 text (byte {error.start})", "is it the right file?"
        ) from error
    if text.startswith("$ANSIBLE_VAULT"):
        raise SelectionError(
            f"{file} is encrypted by Ansible Vault, which cannot be read here",
            "decrypt it to a file of its own (ansible-vault view), or give secrets as environment variables",
        )
    return text


def _read_yaml(draft: Draft, text: str) -> None:
    source = load(without_vault_tags(text), str(draft.file))
    draft.findings.extend(source.findings)
    if any(finding.severity is Severity.ERROR for finding in source.findings):
        raise InvalidInventoryError(draft.findings, draft.texts)
    if not source.documents:
        raise SelectionError(
            f"{draft.file} is empty", "an inventory has devices: a list of name, host, platform"
        )
    node = source.documents[0]
    if node.kind == "mapping" and _is_netbox(node):
        raise SelectionError(
            f"{draft.file} asks NetBox for the devices, which is not available in this version",
            "export the devices to a file in the format of neops-blocks, Nornir or Ansible",
        )
    (own if own.recognises(node) else _format_of(node)).read(draft, node)


def _format_of(node: Node) -> Format:
    """The other format that the document is in; where it is in none, our own, which tells what is wrong."""
    from neops_blocks.inventory import ansible_yaml, nornir

    formats: tuple[Format, ...] = (ansible_yaml, nornir)
    return next((found for found in formats if found.recognises(node)), own)


def _is_netbox(node: Node) -> bool:
    plugin = node.at("plugin")
    return "netbox" in node.value or (plugin is not None and "netbox" in str(plugin.value))
