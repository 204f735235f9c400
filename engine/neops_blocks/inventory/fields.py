"""Which keys a device may have: the fields of the platform's device entity, and how it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from neops_blocks.drivers import HostKeyPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRETS = frozenset({"username", "password", "enable_password"})

ENTITY: Mapping[str, str] = {
    "ip": "text",
    "hostname": "text",
    "vendor": "text",
    "model": "text",
    "serial": "text",
    "software_release": "text",
    "username": "secret",
    "password": "secret",
    "platform": "platform",
    "facts": "mapping",
    "fact_elements": "list",
    "checks": "text",
    "check_elements": "list",
    "current_configuration": "text",
    "last_configuration": "text",
    "config_versions": "list",
    "connection_state": "text",
    "external_reference": "text",
    "controller": "mapping",
    "devices": "list",
    "interfaces": "list",
    "device_execution": "list",
    "device_execution_results": "list",
    "active_lock_counts": "number",
    "group_count": "number",
    "interface_count": "number",
    "permission": "number",
    "permission_flags": "list",
    "is_read_locked": "bool",
    "is_write_locked": "bool",
    "created_at": "text",
    "updated_at": "text",
    "deleted_at": "text",
    "first_seen_at": "text",
    "inventory_updated_at": "text",
}

CONNECTION: Mapping[str, str] = {
    "port": "port",
    "driver": "text",
    "host_key": "host_key",
    "known_hosts": "text",
    "timeout": "timeout",
    "key_file": "text",
    "enable_password": "secret",
    "options": "mapping",
}

HOST_KEYS: tuple[str, ...] = get_args(HostKeyPolicy)
TIMEOUTS = ("connect", "command")
MERGED = frozenset({"facts", "timeout", "options"})

_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "mapping": (dict,),
    "list": (list,),
    "number": (int, float),
    "bool": (bool,),
}
_WORDS = {"mapping": "a mapping", "list": "a list", "number": "a number", "bool": "true or false"}


def fault(kind: str, value: Any) -> str | None:
    """What a value should have been, or None where it fits."""
    if kind == "secret":
        return None if isinstance(value, str) and value else "text: write it in quotes"
    if kind in ("text", "platform"):
        return _text_fault(value)
    if kind == "port":
        fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 65535
        return None if fits else "a number from 1 to 65535"
    if kind == "host_key":
        return None if value in HOST_KEYS else f"one of {', '.join(HOST_KEYS)}"
    if kind == "timeout":
        return None if _is_timeout(value) else "a mapping of connect and command to seconds above 0"
    if isinstance(value, bool) and kind != "bool":
        return _WORDS[kind]
    return None if isinstance(value, _TYPES[kind]) else _WORDS[kind]


def _text_fault(value: Any) -> str | None:
    if isinstance(value, str):
        return None if value else "a text that is not empty"
    if isinstance(value, int | float):
        return f'text: write it in quotes, "{value}"'
    return "text"


def _is_timeout(value: Any) -> bool:
    return isinstance(value, dict) and all(
        key in TIMEOUTS and isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0
        for key, seconds in value.items()
    )
