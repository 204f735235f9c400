"""A development engine: the blackboard API on SQLite, for one machine. Not what production runs on.

`neops_dev_engine.server.started` runs one in a thread, for tests; `neops-blocks engine` runs one in a process.
"""

from neops_dev_engine.settings import Settings, Thresholds

__all__ = ["Settings", "Thresholds"]
