"""Names at the beginning of an expression, and parameters, that mean nothing where they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, closest, did_you_mean, habit_of_name
from neops_blocks.lint.misread import METHODS, Found

if TYPE_CHECKING:
    from neops_blocks.lint.uses import PlacedTemplate
    from neops_blocks.model import Document

_LOOPS = frozenset({"for", "for_each", "foreach"})


def _is_of_a_loop(root: str, template: PlacedTemplate, document: Document) -> bool:
    """Whether a name is that of an item, in a step whose loop is written with a key that is told about."""
    node = document.node.at(*template.path[:2]) if template.path[:1] == ("steps",) else None
    if node is None or node.kind != "mapping":
        return False
    named = node.at("loop_control", "loop_var")
    looped = any(key.startswith("with_") or key in _LOOPS for key in node.keys)
    return (looped and root == "item") or (named is not None and named.value == root)


def unknown_root(root: str, template: PlacedTemplate, document: Document) -> Found | None:
    """What is wrong with a name that is not in scope; None where another finding tells of it."""
    if _is_of_a_loop(root, template, document):
        return None
    why = template.scope.why_not(root)
    if root == "item" and "index" in template.scope.names:
        why = "is not what the item of this loop is called"
    if why is not None:
        help_ = f"names here: {', '.join(sorted(template.scope.names))}"
        return Found(0, Code.OUT_OF_SCOPE, f"the name {root!r} {why}", help_)
    if root in _parameters(document):
        return Found(
            0, Code.UNKNOWN_NAME, f"unknown name {root!r}", f"did you mean 'params.{root}'?", f"params.{root}"
        )
    if root in document.ids:
        return Found(
            0, Code.UNKNOWN_NAME, f"unknown name {root!r}", f"did you mean 'steps.{root}'?", f"steps.{root}"
        )
    message = f"unknown name {root!r}"
    habit = habit_of_name(root)
    help_ = habit or did_you_mean(root, template.scope.names, what="names here")
    near = None if habit else closest(root, template.scope.names)
    return Found(0, Code.UNKNOWN_NAME, message, help_, near)


def _parameters(document: Document) -> set[str]:
    node = document.node.at("parameters")
    return set(node.keys) if node is not None and node.kind == "mapping" else set()


def unknown_parameter(name: str, document: Document) -> Found | None:
    """What is wrong with a parameter; None where it is declared."""
    known = _parameters(document)
    if name in known or name in METHODS:
        return None
    what = "parameters" if known else "the block has no parameters; known"
    help_ = did_you_mean(name, known, what=what) if known else "declare it under `parameters:`"
    message = f"the block has no parameter {name!r}"
    return Found(1, Code.UNKNOWN_PARAMETER, message, help_, closest(name, filter(str.isidentifier, known)))
