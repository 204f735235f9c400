"""A development engine: the blackboard API on SQLite, for one machine. Not what production runs on.

`neops-blocks engine` runs one in a process; `neops_dev_engine.server.started` in a thread, for tests.
"""

from neops_dev_engine.settings import Settings, Thresholds

__all__ = ["Settings", "Thresholds"]
