"""What the variables of an Ansible inventory say about reaching a device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.drivers import canonical
from neops_blocks.inventory.hosts import Setting
from neops_blocks.inventory.secrets import UnusableSecret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neops_blocks.diagnostics import Span
    from neops_blocks.inventory.draft import Draft
    from neops_blocks.inventory.hosts import Settings

FIELDS: Mapping[str, str] = {
    "ansible_host": "ip",
    "ansible_ssh_host": "ip",
    "ansible_port": "port",
    "ansible_ssh_port": "port",
    "ansible_user": "username",
    "ansible_ssh_user": "username",
    "ansible_password": "password",
    "ansible_ssh_pass": "password",
    "ansible_ssh_password": "password",
    "ansible_become_password": "enable_password",
    "ansible_become_pass": "enable_password",
    "ansible_network_os": "platform",
    "ansible_ssh_private_key_file": "key_file",
    "ansible_private_key_file": "key_file",
}
VAULT = "$ANSIBLE_VAULT"


def take(draft: Draft, settings: Settings, name: str, value: Any, span: Span) -> None:
    """Add one variable: a connection value by its meaning, every other one to the data of the device."""
    field = FIELDS.get(name)
    if field is None:
        if not name.startswith("ansible_"):
            draft.add_data(settings, {name: value}, span)
        return
    if value is None:
        return
    hidden = _unusable(name, value)
    if hidden is not None:
        settings[field] = Setting(hidden, span)
        return
    if field == "port" and isinstance(value, str) and value.isdigit():
        value = int(value)
    if field in ("username", "password", "enable_password") and isinstance(value, int | float):
        value = str(value)
    if field == "platform" and isinstance(value, str):
        value = canonical(value.rpartition(".")[2])
    draft.put(settings, field, value, span, label=name)


def _unusable(name: str, value: Any) -> UnusableSecret | None:
    if not isinstance(value, str):
        return None
    if value.lstrip().startswith(VAULT):
        return UnusableSecret(
            f"{name} is encrypted by Ansible Vault, which cannot be read here: "
            "decrypt it, or write an inventory with {env: NAME}"
        )
    if "{{" in value:
        return UnusableSecret(f"{name} is a template, and templates of Ansible are not evaluated here")
    return None


def without_vault_tags(text: str) -> str:
    """The text with each `!vault` tag blanked by as many characters, so that every place stays right."""
    return text.replace("!vault |", "       |")
