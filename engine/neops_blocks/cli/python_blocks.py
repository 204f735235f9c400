"""Loading the blocks of one Python file."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from typing import TYPE_CHECKING, Any

from neops_blocks.cli.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from neops_worker_sdk.function_block import FunctionBlock
    from neops_worker_sdk.registry import Registration


def load(file: Path) -> list[tuple[type[FunctionBlock[Any, Any]], Registration]]:
    """The blocks that a file registers, in its order.

    Raises:
        Problem: the file cannot be imported.
        OSError: it cannot be read.
    """
    file.read_bytes()
    from neops_worker_sdk.registry import Registry, collecting

    name = f"neops_block_{abs(hash(file.resolve())):x}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise Problem(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, str(file.resolve().parent))
    try:
        with collecting(Registry()):
            spec.loader.exec_module(module)
    except Exception as error:
        raise Problem(
            f"{file}{_line(error, file)}: cannot be imported: {type(error).__name__}: {error}"
        ) from error
    finally:
        sys.path.pop(0)
    found = [value for value in vars(module).values() if isinstance(value, type) and value.__module__ == name]
    return [(cls, cls.__neops_registration__) for cls in found if hasattr(cls, "__neops_registration__")]


def _line(error: Exception, file: Path) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        return f":{error.lineno}"
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)
    ]
    return f":{lines[-1]}" if lines else ""
