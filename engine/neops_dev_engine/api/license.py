"""What the published API calls the licence, for an engine that has none: it limits nothing."""

from __future__ import annotations

from typing import Any

_QUOTAS = (
    "maxWorkflowDefinitions",
    "maxLifetimeExecutions",
    "maxExecutionsPer24h",
    "maxConcurrentExecutions",
    "maxWorkers",
    "maxFunctionBlocks",
)

LICENSE: dict[str, Any] = {
    "flavor": "developer-preview",
    "displayName": "neops development engine",
    "productionUse": False,
    "brandingBadge": None,
    "limits": dict.fromkeys(_QUOTAS, "unlimited"),
    "usage": {},
    "features": {"scheduling": False, "bulkImportExport": False},
    "countingRules": {},
}
"""The answer to ``GET /license``, with every key that clients require."""
