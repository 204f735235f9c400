"""Finding the function that a python step names."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import threading
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import PythonError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

_LOADING = threading.RLock()


def load_function(reference: str, directory: Path) -> Callable[..., Any]:
    """The function of `file.py:function` (below directory) or `package.module:function`.

    Raises:
        PythonError: there is no such file, module or function, or importing it failed.
    """
    module_name, _, function_name = reference.rpartition(":")
    if module_name.endswith(".py"):
        module = _module_of_file(directory / module_name, directory)
    else:
        module = _imported(module_name, lambda: importlib.import_module(module_name))
    function = getattr(module, function_name, None)
    if not callable(function):
        raise PythonError(f"{module_name} has no function {function_name!r}")
    return function  # type: ignore[no-any-return]


def _module_of_file(path: Path, directory: Path) -> ModuleType:
    path = path.resolve()
    if not path.is_relative_to(directory.resolve()):
        raise PythonError(
            f"{path.name} is outside of the directory of the block", hint="keep the file beside the block"
        )
    if not path.is_file():
        raise PythonError(f"there is no file {path.name} beside the block")
    identity = f"{path}:{path.stat().st_mtime_ns}"
    name = f"_neops_step_{path.stem}_{hashlib.sha256(identity.encode()).hexdigest()[:12]}"

    def execute() -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
        return module

    with _LOADING:
        return sys.modules.get(name) or _imported(path.name, execute)


def _imported(name: str, execute: Callable[[], ModuleType]) -> ModuleType:
    try:
        return execute()
    except ModuleNotFoundError as error:
        raise PythonError(f"importing {name} failed: {error}", hint="is the package installed?") from error
    except SyntaxError as error:
        raise PythonError(f"{name}:{error.lineno}: {error.msg}") from error
    except Exception as error:
        raise PythonError(f"importing {name} failed: {type(error).__name__}: {error}") from error
