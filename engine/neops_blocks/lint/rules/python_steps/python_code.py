"""What the functions of a Python file call, read from its syntax tree: nothing is imported or run."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code
from neops_blocks.lint.rules.python_steps.known_calls import SHELLS, blocks, makes_a_coroutine, runs_text
from neops_blocks.lint.rules.python_steps.python_names import Names, own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neops_blocks.lint.rules.python_steps.python_names import Function


@dataclass(frozen=True)
class Call:
    """A call that means trouble.

    Attributes:
        code: that of the rule about it.
        what: the call as people write it: `time.sleep()`.
        line: where it stands in the file; columns count from 1.
        column: the same.
        function: the function that it stands in.
    """

    code: Code
    what: str
    line: int
    column: int
    function: str


class PythonCode:
    """The functions of a file, and what they call."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    def troubles(self, function: str) -> list[Call]:
        """The calls that mean trouble in a function, and in those of the same file that it calls."""
        start = self._names.functions.get(function)
        if start is None:
            return []
        found: list[Call] = []
        seen: set[tuple[int, bool]] = set()
        waiting = [(start, self._names, isinstance(start, ast.AsyncFunctionDef))]
        while waiting:
            current, around, on_loop = waiting.pop()
            if (id(current), on_loop) in seen:
                continue
            seen.add((id(current), on_loop))
            names = around.inside(current)
            found += _in(current, names, on_loop=on_loop)
            called = _called(current, names)
            for name, callee in names.functions.items():
                nested = around.functions.get(name) is not callee
                if nested or name in called:
                    is_async = isinstance(callee, ast.AsyncFunctionDef)
                    there = names if nested else around
                    waiting.append((callee, there, is_async or (on_loop and name in called)))
        return sorted(set(found), key=lambda call: (call.line, call.column, call.code))

    @cached_property
    def _names(self) -> Names:
        return Names.of_file(self._tree)


def _in(function: Function, names: Names, *, on_loop: bool) -> Iterator[Call]:
    awaited = {id(node.value) for node in own_nodes(function) if isinstance(node, ast.Await)}
    for node in own_nodes(function):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            name = names.of(node.value.func)
            if name is not None and _is_coroutine(name, names):
                yield _call(Code.NOT_AWAITED, name, node.value, function)
        if not isinstance(node, ast.Call):
            continue
        name = names.of(node.func)
        if name is None:
            continue
        if on_loop and id(node) not in awaited and blocks(name):
            yield _call(Code.BLOCKING_CALL, name, node, function)
        if runs_text(name):
            yield _call(Code.DANGEROUS_CALL, name, node, function)
        elif name in SHELLS and _in_a_shell(node):
            yield _call(Code.DANGEROUS_CALL, name, node, function, "shell=True")


def _called(function: Function, names: Names) -> set[str]:
    """The functions of the file that a function calls by their names."""
    calls = (node.func for node in own_nodes(function) if isinstance(node, ast.Call))
    return {called.id for called in calls if isinstance(called, ast.Name) and called.id in names.functions}


def _is_coroutine(name: str, names: Names) -> bool:
    return makes_a_coroutine(name) or isinstance(names.functions.get(name), ast.AsyncFunctionDef)


def _in_a_shell(call: ast.Call) -> bool:
    return any(
        keyword.arg == "shell" and isinstance(keyword.value, ast.Constant) and bool(keyword.value.value)
        for keyword in call.keywords
    )


def _call(code: Code, name: str, node: ast.Call, function: Function, arguments: str = "") -> Call:
    return Call(code, f"{name}({arguments})", node.lineno, node.col_offset + 1, function.name)
