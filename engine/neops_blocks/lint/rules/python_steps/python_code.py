"""What the functions of a Python file call, read from its syntax tree: nothing is imported or run."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef

_BLOCKING = frozenset(
    {
        "time.sleep", "open", "io.open", "input", "os.system", "os.popen", "os.wait", "os.waitpid",
        "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output",
        "subprocess.getoutput", "subprocess.getstatusoutput",
        "urllib.request.urlopen", "urllib.request.urlretrieve",
        "socket.create_connection", "socket.getaddrinfo", "socket.gethostbyname", "socket.getfqdn",
        *(f"pathlib.Path().{name}" for name in (
            "open", "read_text", "read_bytes", "write_text", "write_bytes"
        )),
        *(f"{library}.{name}" for library in ("requests", "httpx") for name in (
            "get", "post", "put", "patch", "delete", "head", "options", "request"
        )),
        "requests.Session", "requests.session", "httpx.stream", "httpx.Client",
        "paramiko.SSHClient", "paramiko.Transport", "scrapli.Scrapli", "scrapli.driver.Driver",
    }
)  # fmt: skip
_BLOCKING_PACKAGES = ("netmiko.", "napalm.")
_SYNCHRONOUS_SCRAPLI = "scrapli.driver."
_COROUTINES = frozenset(f"asyncio.{name}" for name in ("sleep", "wait", "wait_for", "to_thread"))
_SHELLS = frozenset(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen"))
_BUILT_IN = frozenset({"open", "input", "eval", "exec"})


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
    """The functions of a file, and the names that it imports."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    def troubles(self, function: str) -> list[Call]:
        """The calls that mean trouble in a function, and in those of the same file that it calls."""
        start = self._functions.get(function)
        if start is None:
            return []
        found: list[Call] = []
        seen, waiting = {start.name}, [(start, isinstance(start, ast.AsyncFunctionDef))]
        while waiting:
            current, on_loop = waiting.pop()
            found += self._in(current, on_loop=on_loop)
            for name in self._called(current):
                if name not in seen:
                    seen.add(name)
                    callee = self._functions[name]
                    waiting.append((callee, on_loop or isinstance(callee, ast.AsyncFunctionDef)))
        return sorted(found, key=lambda call: (call.line, call.column, call.code))

    @cached_property
    def _functions(self) -> dict[str, Function]:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return {node.name: node for node in self._tree.body if isinstance(node, kinds)}

    @cached_property
    def _imported(self) -> dict[str, str]:
        """What each imported name stands for: `sleep` for `time.sleep`."""
        names: dict[str, str] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    name = alias.name if alias.asname else alias.name.partition(".")[0]
                    names[alias.asname or name] = name
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        return names

    @cached_property
    def _bound(self) -> frozenset[str]:
        """Names of built-in functions that the file gives another meaning somewhere."""
        stored = {
            node.id
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        arguments = {node.arg for node in ast.walk(self._tree) if isinstance(node, ast.arg)}
        return frozenset(stored | arguments | set(self._functions))

    def _in(self, function: Function, *, on_loop: bool) -> Iterator[Call]:
        awaited = {id(node.value) for node in ast.walk(function) if isinstance(node, ast.Await)}
        for node in _own_nodes(function):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                name = self._name(node.value.func)
                if name is not None and self._is_coroutine(name):
                    yield _call(Code.NOT_AWAITED, name, node.value, function)
            if not isinstance(node, ast.Call):
                continue
            name = self._name(node.func)
            if name is None:
                continue
            if on_loop and id(node) not in awaited and _blocks(name):
                yield _call(Code.BLOCKING_CALL, name, node, function)
            if name in {"eval", "exec", "os.system"}:
                yield _call(Code.DANGEROUS_CALL, name, node, function)
            elif name in _SHELLS and _in_a_shell(node):
                yield _call(Code.DANGEROUS_CALL, name, node, function, "shell=True")

    def _called(self, function: Function) -> list[str]:
        return [
            node.func.id
            for node in _own_nodes(function)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in self._functions
        ]

    def _is_coroutine(self, name: str) -> bool:
        return name in _COROUTINES or isinstance(self._functions.get(name), ast.AsyncFunctionDef)

    def _name(self, node: ast.expr) -> str | None:
        """What is called, by its full name; `Path("x").open` is `pathlib.Path().open`."""
        if isinstance(node, ast.Name):
            if node.id in self._imported:
                return self._imported[node.id]
            known = node.id in self._functions or (node.id in _BUILT_IN and node.id not in self._bound)
            return node.id if known else None
        if isinstance(node, ast.Attribute):
            owner = self._name(node.value)
            return None if owner is None else f"{owner}.{node.attr}"
        if isinstance(node, ast.Call):
            made = self._name(node.func)
            return None if made is None else f"{made}()"
        return None


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions and classes defined in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        yield node
        waiting += ast.iter_child_nodes(node)


def _blocks(name: str) -> bool:
    if name in _BLOCKING or name.startswith(_BLOCKING_PACKAGES):
        return True
    driver = name.rpartition(".")[2]
    made = name.startswith(_SYNCHRONOUS_SCRAPLI) and driver[:1].isupper()
    return made and not driver.startswith("Async")


def _in_a_shell(call: ast.Call) -> bool:
    return any(
        keyword.arg == "shell" and isinstance(keyword.value, ast.Constant) and bool(keyword.value.value)
        for keyword in call.keywords
    )


def _call(code: Code, name: str, node: ast.Call, function: Function, arguments: str = "") -> Call:
    return Call(code, f"{name}({arguments})", node.lineno, node.col_offset + 1, function.name)
