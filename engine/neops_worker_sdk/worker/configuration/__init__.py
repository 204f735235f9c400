"""Settings from outside: command line, environment, `.env`, the project's file; each with its origin."""

from neops_worker_sdk.worker.configuration.reading import default_of, examine_settings, read_settings
from neops_worker_sdk.worker.configuration.resolved import Origin, Resolved, SettingsError
from neops_worker_sdk.worker.configuration.variables import VARIABLES, Variable

__all__ = [
    "VARIABLES",
    "Origin",
    "Resolved",
    "SettingsError",
    "Variable",
    "default_of",
    "examine_settings",
    "read_settings",
]
