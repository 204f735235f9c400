"""What the models say about their keys: the text that stands below each field in their source."""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from typing import TYPE_CHECKING, Any

from neops_blocks.model import Strict

if TYPE_CHECKING:
    from collections.abc import Mapping


def field_texts(model: type[Any]) -> dict[str, str]:
    """The text of each field, those of its bases included; nothing where there is no source."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, Strict):
            found |= _texts_of_module(base.__module__).get(base.__name__, {})
    return found


@functools.cache
def _texts_of_module(name: str) -> Mapping[str, dict[str, str]]:
    """The texts of every class of a module."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[name]))
    except (OSError, TypeError):
        return {}
    return {node.name: _texts(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _texts(node: ast.ClassDef) -> dict[str, str]:
    return {
        field.target.id: text.value.value
        for field, text in zip(node.body, node.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def first_line(item: Any) -> str:
    """The first line of what an object says about itself."""
    return (inspect.getdoc(item) or "").partition("\n")[0]
