"""Finding the function that a python step names."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import threading
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import PythonError, did_you_mean
from neops_blocks.source import beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LOADING = threading.RLock()


def load_function(reference: str, directory: Path) -> Callable[..., Any]:
    """The function of `file.py:function` (below directory) or `package.module:function`.

    A file is loaded again after a Python file in its directory has changed.

    Raises:
        PythonError: there is no such file, module or function, or importing it failed.
    """
    module_name, _, function_name = reference.rpartition(":")
    if module_name.endswith(".py"):
        module = _module_of_file(module_name, directory)
    else:
        with _LOADING:
            module = _imported(module_name, directory, lambda: importlib.import_module(module_name))
    function = getattr(module, function_name, None)
    if callable(function):
        return function  # type: ignore[no-any-return]
    if function is not None:
        raise PythonError(f"{function_name!r} in {module_name} is no function", hint="name a function")
    names = [name for name, value in vars(module).items() if callable(value) and not name.startswith("_")]
    raise PythonError(
        f"{module_name} has no function {function_name!r}",
        hint=did_you_mean(function_name, names, what="functions there"),
    )


class _Fresh(SourceFileLoader):
    """Compiles the source each time: the cache of Python takes an edit within a second for none."""

    def get_code(self, fullname: str) -> Any:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def _module_of_file(name: str, directory: Path) -> ModuleType:
    path = beside(directory, name)
    if path is None:
        raise PythonError(
            f"{name} is outside of the directory of the block", hint="keep the file beside the block"
        )
    if not path.is_file():
        raise PythonError(
            f"there is no file {path.name} beside the block", hint=f"looked for it in {path.parent}"
        )
    with _LOADING:
        module = f"{_package(path.parent)}.{path.stem}"
        return sys.modules.get(module) or _imported(path.name, path.parent, lambda: _executed(module, path))


def _package(directory: Path) -> str:
    """The name of a package of the directory's files as they are now: `from . import helpers` finds them."""
    stamps = sorted((file.name, file.stat().st_mtime_ns) for file in directory.glob("*.py"))
    place = f"_neops_steps_{_digest(str(directory))}"
    name = f"{place}_{_digest(repr(stamps))}"
    if name not in sys.modules:
        for old in [known for known in sys.modules if known.startswith(f"{place}_")]:
            del sys.modules[old]
        package = ModuleType(name)
        package.__path__ = [str(directory)]
        sys.modules[name] = package
    return name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _executed(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path, loader=_Fresh(name, str(path)))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


def _imported(name: str, directory: Path, execute: Callable[[], ModuleType]) -> ModuleType:
    try:
        return execute()
    except ModuleNotFoundError as error:
        beside = error.name is not None and (directory / f"{error.name}.py").is_file()
        hint = (
            f"{error.name}.py stands beside it: write `from . import {error.name}`"
            if beside
            else "is the package installed in the environment that runs the block?"
        )
        raise PythonError(f"importing {name} failed: {error}", hint=hint) from error
    except SyntaxError as error:
        raise PythonError(f"{name}:{error.lineno}: {error.msg}", hint="correct the file") from error
    except (Exception, SystemExit) as error:
        raise PythonError(
            f"importing {name} failed: {type(error).__name__}: {error}", hint="correct the file"
        ) from error
