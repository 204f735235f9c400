"""Lines as text: for people, or as JSON, one object a line."""

from __future__ import annotations

import json
import math
import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger.stdlib import LOGGER_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neops_worker_sdk.worker.logs.line import Line
    from neops_worker_sdk.worker.settings import LogFormat

FIRST = ("job", "block", "workflow_step", "step", "device", "class")
_RESERVED = frozenset({"ts", "level", "logger", "message", "exception"})
_COLOURS = {"debug": "2", "warning": "33", "error": "31", "critical": "31"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BARE = re.compile(r"[\w./:@+-]+")
_LONGEST_LEVEL = 8


def formatter(form: LogFormat, *, colour: bool) -> Callable[[Line], str]:
    """Makes the text of a line, with the line end."""
    if form == "json":
        return as_json
    return _coloured if colour else as_text


def as_text(line: Line, paint: str = "") -> str:
    """`2026-01-31 12:00:00.123 warning  text job=7 step=show`, and further lines indented below."""
    level = f"{line.level:<{_LONGEST_LEVEL}}"
    if paint:
        level = f"\x1b[{paint}m{level}\x1b[0m"
    whose = "" if line.logger == LOGGER_NAME else f"{line.logger}: "
    first, *more = _lines(line.message) or [""]
    pairs = "".join(f" {key}={_pair(value)}" for key, value in _ordered(line.context).items())
    below = [f"    {text}\n" for text in (*more, *_lines(line.exception))]
    return f"{_local(line.created)} {level} {whose}{first}{pairs}\n{''.join(below)}"


def as_json(line: Line) -> str:
    """One object: ts, level, logger, message, the context's values, and exception if there is one."""
    context = {f"{key}_" if key in _RESERVED else key: value for key, value in _ordered(line.context).items()}
    ts = datetime.fromtimestamp(line.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    said = {"ts": ts, "level": line.level, "logger": line.logger, "message": line.message}
    exception = {"exception": line.exception} if line.exception else {}
    return json.dumps({**said, **_finite(context), **exception}) + "\n"


def _coloured(line: Line) -> str:
    return as_text(line, _COLOURS.get(line.level, "36"))


def _lines(text: str) -> list[str]:
    return [_CONTROL.sub(_escape, part) for part in text.rstrip().split("\n")] if text else []


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def _ordered(context: Mapping[str, Any]) -> dict[str, Any]:
    return {key: context[key] for key in (*FIRST, *context) if key in context}


def _pair(value: object) -> str:
    text = str(value)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _finite(context: Mapping[str, Any]) -> dict[str, Any]:
    """JSON knows no NaN."""
    return {
        key: str(value) if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in context.items()
    }


def _local(seconds: float) -> str:
    return f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(seconds))}.{int(seconds % 1 * 1000):03}"
