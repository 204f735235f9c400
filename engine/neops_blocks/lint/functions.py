"""The functions of a Python file and their arguments, read from its syntax tree."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neops_blocks.diagnostics import Code, closest
from neops_blocks.source import beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Signature:
    """The keyword arguments of a function; `any_name`: it takes others too."""

    names: frozenset[str]
    required: tuple[str, ...]
    any_name: bool


@dataclass(frozen=True)
class FunctionFile:
    """A file's top-level names; None where one is no plain function. `open_ended`: it may have more."""

    name: str
    functions: Mapping[str, Signature | None]
    open_ended: bool
    tree: ast.Module


@dataclass(frozen=True)
class FileProblem:
    """Why a file has no functions; `near`: the file that was probably meant."""

    code: Code
    message: str
    help: str
    near: str | None = None


def read_functions(directory: Path, file: str) -> FunctionFile | FileProblem:
    """The functions of a file below a directory."""
    try:
        path = beside(directory, file)
        if path is None:
            message = f"{file} is outside of the directory of the block"
            return FileProblem(Code.PYTHON_OUTSIDE, message, "keep the file beside the block")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(path.read_bytes(), filename=file)
    except SyntaxError as error:
        message = f"{file}:{error.lineno}: not valid Python: {error.msg}"
        return FileProblem(Code.PYTHON_FILE, message, "correct the file")
    except OSError:
        return _no_file(directory, file)
    except (ValueError, RecursionError, MemoryError) as error:
        return FileProblem(Code.PYTHON_FILE, f"{file} cannot be read: {error}", "correct the file")
    functions = dict(_names(tree.body))
    return FunctionFile(file, functions, "*" in functions or "__getattr__" in functions, tree)


def _no_file(directory: Path, file: str) -> FileProblem:
    """A file that is not there; one with nearly its name, where it should be, may be meant."""
    folder, slash, name = file.rpartition("/")
    near = closest(name, sorted(path.name for path in (directory / folder).glob("*.py")))
    meant = f"{folder}{slash}{near}" if near else None
    help_ = f"did you mean {meant!r}?" if meant else f"looked in {directory}"
    return FileProblem(Code.PYTHON_FILE, f"there is no file {file} beside the block", help_, meant)


def _names(body: list[ast.stmt]) -> Iterator[tuple[str, Signature | None]]:
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield statement.name, None if statement.decorator_list else _signature(statement.args)
        elif isinstance(statement, ast.ClassDef):
            yield statement.name, None
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield from ((alias.asname or alias.name, None) for alias in statement.names)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from ((target.id, None) for target in targets if isinstance(target, ast.Name))
        else:
            yield from ((name, None) for part in _parts(statement) for name, _ in _names(part))


def _parts(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for key in ("body", "orelse", "finalbody"):
        yield getattr(statement, key, [])
    for handler in getattr(statement, "handlers", []):
        yield handler.body


def _signature(arguments: ast.arguments) -> Signature:
    plain = [argument.arg for argument in arguments.args]
    required = plain[: max(0, len(plain) - len(arguments.defaults))]
    keyword = [argument.arg for argument in arguments.kwonlyargs]
    required += [
        name for name, default in zip(keyword, arguments.kw_defaults, strict=True) if default is None
    ]
    return Signature(
        frozenset(plain + keyword) - {"step"}, tuple(required), any_name=arguments.kwarg is not None
    )
