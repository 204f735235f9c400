"""How entities refer to each other."""

from __future__ import annotations

REFERENCES = {
    "device": {"controller": "device", "devices": "device", "groups": "group", "interfaces": "interface"},
    "interface": {"device": "device", "interface": "interface"},
    "group": {"devices": "device"},
}
"""For every kind of entity, the fields that are references or lists of them, and the kind they refer to."""

NAMES = {"device": ("hostname", "ip"), "interface": ("name",), "group": ("name",)}
"""The fields that tell entities of a kind apart, besides their ids."""
