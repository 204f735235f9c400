"""Settings of job runners that come from the environment, read when they are asked for."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING

from neops_worker_sdk.concurrency import DEFAULT_THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Mapping

THRESHOLD_VARIABLE = "BLOCKING_DETECTION_THRESHOLD"


def seconds_of(value: object, least: float = 0.0, most: float = math.inf) -> float:
    """A number of seconds, from a number or its text.

    Raises:
        ValueError: it is no finite number between `least` and `most`.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{value!r} is no number of seconds")
    seconds = float(value)
    if not math.isfinite(seconds) or not least <= seconds <= most:
        raise ValueError(f"{value!r} seconds are out of range")
    return seconds


def blocking_threshold(env: Mapping[str, str] | None = None) -> float:
    """Seconds for the blocking detector, from ``BLOCKING_DETECTION_THRESHOLD``; 0 turns it off.

    Args:
        env: instead of the process's environment.

    Raises:
        ValueError: the variable holds no number of seconds.
    """
    text = (os.environ if env is None else env).get(THRESHOLD_VARIABLE, "").strip()
    if not text:
        return DEFAULT_THRESHOLD
    try:
        return seconds_of(text)
    except ValueError:
        raise ValueError(
            f"{THRESHOLD_VARIABLE}={text!r}: give seconds such as 0.5, or 0 to turn it off"
        ) from None
