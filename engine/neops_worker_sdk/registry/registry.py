"""The documented path of `Registry`; the package's attribute of this name is the process-wide one itself."""

from neops_worker_sdk.registry.current import PROCESS_WIDE
from neops_worker_sdk.registry.store import DuplicateBlockError, Registered, Registry

registry = PROCESS_WIDE

__all__ = ["DuplicateBlockError", "Registered", "Registry", "registry"]
