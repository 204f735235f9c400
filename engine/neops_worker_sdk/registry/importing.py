"""Importing a file by its path, as a module of its package or under a name of its own."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def import_file(path: Path) -> ModuleType:
    """Import a file, or give the module that it is already.

    A file in a package is imported by its full name, and the directory that holds the package is appended to
    ``sys.path``. Any other file gets a module name that no other file has, and its directory is appended.

    Raises:
        BaseException: whatever the file raises.
    """
    path = path.resolve()
    name, root = _qualified(path)
    _append_to_sys_path(root)
    if "." in name and _is_where(name, path):
        return importlib.import_module(name)
    return _import_alone(path)


def _qualified(path: Path) -> tuple[str, Path]:
    parts, directory = [path.stem], path.parent
    while (directory / "__init__.py").exists():
        parts.append(directory.name)
        directory = directory.parent
    return ".".join(reversed(parts)), directory


def _append_to_sys_path(directory: Path) -> None:
    if str(directory) not in sys.path:
        sys.path.append(str(directory))


def _is_where(name: str, path: Path) -> bool:
    """Whether importing `name` gives this file, and not another of that name."""
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        if error.name and f"{name}.".startswith(f"{error.name}."):
            return False
        raise
    except ValueError:  # a module of that name has no spec
        return False
    return spec is not None and spec.origin is not None and Path(spec.origin).resolve() == path


def _import_alone(path: Path) -> ModuleType:
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:12]
    name = f"neops_block_{digest}_{path.stem}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported: it is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
