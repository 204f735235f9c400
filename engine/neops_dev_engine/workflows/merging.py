"""Two jobs that write different keys of one object: both are kept."""

from __future__ import annotations

from typing import Any

FREE_OBJECTS = frozenset({"facts", "checks"})
"""Fields that hold whatever blocks put into them, key by key."""


def merged(before: Any, now: Any, wanted: Any) -> Any:
    """What becomes of `now` when a job that saw `before` wants `wanted`.

    What the job has changed counts, what it has left alone stays as it is now; so at any depth of objects.
    Nothing at all is as good as an empty object.
    """
    before, now = {} if before is None else before, {} if now is None else now
    if not (isinstance(before, dict) and isinstance(now, dict) and isinstance(wanted, dict)):
        return wanted
    result = {key: value for key, value in now.items() if key in wanted or key not in before}
    for key, value in wanted.items():
        if key not in before or before[key] != value:
            result[key] = merged(before.get(key), now.get(key), value)
    return result
