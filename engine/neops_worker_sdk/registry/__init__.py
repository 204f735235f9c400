"""Registering blocks and finding them.

`registry` is the process-wide `Registry`; `collecting` gives another one for a while.
"""

from neops_worker_sdk.registry.current import collecting, current_registry
from neops_worker_sdk.registry.decorator import register_function_block
from neops_worker_sdk.registry.discovery import Discovery, discover
from neops_worker_sdk.registry.dto import RegisterFunctionBlockDto
from neops_worker_sdk.registry.installed import installed_readers
from neops_worker_sdk.registry.python_reader import PythonReader, forget_modules
from neops_worker_sdk.registry.readers import BlockReader, DiscoveryError, InvalidFileError
from neops_worker_sdk.registry.registration import Registration
from neops_worker_sdk.registry.registry import DuplicateBlockError, Registered, Registry, registry
from neops_worker_sdk.utils.pydantic_schema_generator import generate_json_schema

__all__ = [
    "BlockReader",
    "Discovery",
    "DiscoveryError",
    "DuplicateBlockError",
    "InvalidFileError",
    "PythonReader",
    "RegisterFunctionBlockDto",
    "Registered",
    "Registration",
    "Registry",
    "collecting",
    "current_registry",
    "discover",
    "forget_modules",
    "generate_json_schema",
    "installed_readers",
    "register_function_block",
    "registry",
]
