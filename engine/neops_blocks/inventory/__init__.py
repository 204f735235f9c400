"""The devices to run against: our own format, Nornir's and Ansible's inventories."""

from neops_blocks.inventory.errors import InvalidInventoryError, SelectionError
from neops_blocks.inventory.hosts import Group, Host, Inventory
from neops_blocks.inventory.loading import load_inventory
from neops_blocks.inventory.selection import select

__all__ = [
    "Group",
    "Host",
    "InvalidInventoryError",
    "Inventory",
    "SelectionError",
    "load_inventory",
    "select",
]
