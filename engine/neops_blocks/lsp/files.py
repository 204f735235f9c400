"""Files beside a block: Python files with their functions, templates."""

from __future__ import annotations

import ast
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neops_blocks.lint.functions import FunctionFile, Signature, read_functions
from neops_blocks.source import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.lsp.buffer import Block, Trail

_MOST = 200
_DEEPEST = 3
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})
_TEMPLATES = (".textfsm", ".template")


@dataclass(frozen=True)
class Function:
    """A function in a file: where it is defined, as line and column from 0, and what it says of itself."""

    file: Path
    line: int
    column: int
    signature: str
    text: str


def python_files(directory: Path) -> list[str]:
    """The Python files below a directory, by their relative names."""
    return list(_files(directory, (".py",)))


def template_files(directory: Path) -> list[str]:
    """The TextFSM templates below a directory."""
    return list(_files(directory, _TEMPLATES))


def _files(directory: Path, endings: tuple[str, ...]) -> Iterator[str]:
    found = 0
    for place, directories, names in os.walk(directory):
        depth = len(Path(place).relative_to(directory).parts)
        directories[:] = sorted(
            name
            for name in directories
            if name not in _SKIPPED and not name.startswith(".") and depth < _DEEPEST
        )
        for name in sorted(names):
            if name.endswith(endings) and found < _MOST:
                found += 1
                yield (Path(place) / name).relative_to(directory).as_posix()


def functions_of(directory: Path, file: str) -> Iterator[tuple[str, str]]:
    """The functions of a file, with their documentation."""
    read = read_functions(directory, file)
    if isinstance(read, FunctionFile):
        for name, signature in read.functions.items():
            if not name.startswith("_") and signature is not None:
                found = function_at(directory, f"{file}:{name}")
                yield name, found.text if found is not None else ""


def arguments_of(block: Block, path: Trail, directory: Path) -> Iterator[tuple[str, bool]]:
    """The arguments of the function of the step whose `with` is at a path, and whether each is needed."""
    reference = block.node.at(*path[:-1], "python")
    if reference is None or not isinstance(reference.value, str):
        return
    file, _, name = reference.value.rpartition(":")
    read = read_functions(directory, file)
    signature = read.functions.get(name) if isinstance(read, FunctionFile) else None
    if isinstance(signature, Signature):
        written = block.node.at(*path)
        given = written.keys if written is not None else {}
        for argument in sorted(signature.names - given.keys()):
            yield argument, argument in signature.required


def file_beside(directory: Path, name: str) -> Path | None:
    """The file of that name beside a block, where there is one."""
    try:
        path = beside(directory, name)
        return path if path is not None and path.is_file() else None
    except (OSError, ValueError):
        return None


def function_at(directory: Path, reference: str) -> Function | None:
    """The function that `file.py:function` names."""
    file, _, name = reference.rpartition(":")
    path = file_beside(directory, file) if file.endswith(".py") else None
    read = read_functions(directory, file) if path is not None else None
    if path is None or not isinstance(read, FunctionFile):
        return None
    for node in ast.walk(read.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
            word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
            returns = f" -> {ast.unparse(node.returns)}" if node.returns is not None else ""
            head = f"{word} {name}({ast.unparse(node.args)}){returns}"
            column = node.col_offset + len(word) + 1
            return Function(path, node.lineno - 1, column, head, ast.get_docstring(node) or "")
    return None
