"""Ansible inventories in YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, did_you_mean
from neops_blocks.inventory.ansible_tree import Tree
from neops_blocks.inventory.ansible_vars import take
from neops_blocks.inventory.ranges import expand

if TYPE_CHECKING:
    from neops_blocks.inventory.draft import Draft
    from neops_blocks.source import Node

GROUP_KEYS = ("children", "hosts", "vars")


def recognises(node: Node) -> bool:
    """Whether the document maps groups to hosts, children and vars."""
    if node.kind != "mapping" or not node.value:
        return False
    groups = [item for item in node.value.values() if item.kind == "mapping"]
    return "all" in node.value or any(item.value and set(item.value) <= set(GROUP_KEYS) for item in groups)


def read(draft: Draft, node: Node) -> None:
    """Read a document into the draft."""
    tree = Tree(draft)
    for name, item in node.value.items():
        _group(tree, name, node, item)
    tree.finish()


def _group(tree: Tree, name: str, above: Node, node: Node) -> None:
    entry = tree.group(name, above.keys[name])
    if node.kind != "mapping":
        if node.value is not None:
            tree.draft.wrong(Code.WRONG_TYPE, f"the group {name} must be a mapping", node.span, path=name)
        return
    for key, value in node.value.items():
        if key not in GROUP_KEYS:
            hint = did_you_mean(key, GROUP_KEYS, what="keys of a group")
            tree.draft.wrong(Code.UNKNOWN_KEY, f"unknown key {key!r}", node.keys[key], hint=hint, path=name)
        elif value.kind != "mapping":
            if value.value is not None:
                message = f"{key} of the group {name} must be a mapping"
                tree.draft.wrong(Code.WRONG_TYPE, message, value.span, path=f"{name}.{key}")
        elif key == "hosts":
            _hosts(tree, name, value)
        elif key == "children":
            for child, item in value.value.items():
                tree.child(name, child, value.keys[child])
                _group(tree, child, value, item)
        else:
            for variable, item in value.value.items():
                take(tree.draft, entry.settings, variable, item.plain(), item.span)


def _hosts(tree: Tree, group: str, node: Node) -> None:
    for pattern, item in node.value.items():
        try:
            names = expand(pattern)
        except ValueError as error:
            tree.draft.wrong(Code.WRONG_VALUE, str(error), node.keys[pattern])
            continue
        for name in names:
            entry = tree.host(name, node.keys[pattern], group)
            for variable, value in item.value.items() if item.kind == "mapping" else ():
                take(tree.draft, entry.settings, variable, value.plain(), value.span)
