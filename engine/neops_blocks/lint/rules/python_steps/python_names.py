"""What the names in a function of a Python file stand for, as far as its text says it plainly."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING

from neops_blocks.lint.rules.python_steps.known_calls import BUILT_IN, blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_STEP = "step"


class Names:
    """The names of a function, or of a whole file: what is imported, defined, or made there once.

    Attributes:
        functions: the functions that can be called by their names.
    """

    def __init__(
        self, known: Mapping[str, str], functions: Mapping[str, Function], bound: frozenset[str]
    ) -> None:
        self._known = known
        self._bound = bound
        self.functions = functions

    @classmethod
    def of_file(cls, tree: ast.Module) -> Names:
        """What stands at the top level of a file, and what it imports anywhere."""
        functions = {node.name: node for node in tree.body if isinstance(node, FUNCTIONS)}
        nodes = list(ast.walk(tree))
        bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        bound |= {node.arg for node in nodes if isinstance(node, ast.arg)} | set(functions)
        names = cls(dict(_imported(nodes)), functions, frozenset(bound))
        return cls({**names._known, **names._made(tree.body)}, functions, frozenset(bound))

    def inside(self, function: Function) -> Names:
        """The same as a function sees it: its arguments hide names, and it has functions of its own."""
        arguments = function.args
        taken = {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
        own = {node.name: node for node in _nested(function)}
        known = {name: meaning for name, meaning in self._known.items() if name not in taken | set(own)}
        if _STEP in taken:
            known[_STEP] = _STEP
        kept = {name: node for name, node in self.functions.items() if name not in taken}
        names = Names(known, {**kept, **own}, self._bound)
        made = names._made(own_nodes(function))
        known |= {name: what for name, what in made.items() if not blocks(what.removesuffix("()"))}
        return Names(known, names.functions, self._bound)

    def of(self, node: ast.expr) -> str | None:
        """What is called, by its full name; `Path("x").open` is `pathlib.Path().open`."""
        if isinstance(node, ast.Name):
            if node.id in self._known:
                return self._known[node.id]
            known = node.id in self.functions or (node.id in BUILT_IN and node.id not in self._bound)
            return node.id if known else None
        if isinstance(node, ast.Attribute):
            owner = self.of(node.value)
            return None if owner is None else f"{owner}.{node.attr}"
        if isinstance(node, ast.Call):
            made = self.of(node.func)
            return None if made is None else f"{made}()"
        return None

    def _made(self, nodes: Iterable[ast.AST]) -> dict[str, str]:
        """The variables that are set once, to a call of something known or to the session of the step."""
        times: Counter[str] = Counter()
        made: dict[str, str] = {}
        for node in nodes:
            for target, value in _assigned(node):
                times[target] += 1
                meaning = self.of(value) if isinstance(value, (ast.Call, ast.Attribute)) else None
                if meaning is not None and (isinstance(value, ast.Call) or meaning == "step.session"):
                    made[target] = meaning
        return {name: meaning for name, meaning in made.items() if times[name] == 1}


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions and classes defined in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            continue
        yield node
        waiting += ast.iter_child_nodes(node)


def _nested(function: Function) -> Iterator[Function]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, FUNCTIONS):
            yield node
        elif not isinstance(node, ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """The variables that a statement sets, and to what."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        yield node.targets[0].id, node.value
    elif isinstance(node, ast.withitem) and isinstance(node.optional_vars, ast.Name):
        yield node.optional_vars.id, node.context_expr
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and isinstance(node.target, ast.Name):
        yield node.target.id, node.value
    elif isinstance(node, (ast.Assign, ast.For, ast.AsyncFor, ast.AugAssign, ast.comprehension)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            yield from ((name.id, None) for name in ast.walk(target) if isinstance(name, ast.Name))


def _imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """What each imported name stands for: `sleep` for `time.sleep`."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or name, name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
