"""The log of a job, the newest lines first asked for, the oldest first shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_dev_engine.jsontext import loads
from neops_dev_engine.page.text import parse_moment, words

if TYPE_CHECKING:
    import sqlite3

    from neops_dev_engine.records.reading import Reading

LEVELS = {
    "all": (),
    "warnings": ("warning", "warn", "error", "err", "critical", "fatal"),
    "errors": ("error", "err", "critical", "fatal"),
}
"""The choices of what is shown, and the levels that each has; the first has all."""

_NAMES = {"warn": "warning", "err": "error", "fatal": "critical"}
_KNOWN = ("debug", "info", "warning", "error", "critical")
_SHOWN_PER_PAGE = 200
_LONG = 2_000
_OWN = ("device", "step", "job", "block")
_LOOP = "the event loop"


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line; `rest` is what did not fit in it, `blocking` that it warns of code that blocks."""

    seq: int
    at: int | None
    level: str
    text: str
    rest: str
    device: str | None
    step: str | None
    context: str
    blocking: bool


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """Lines in a row; `earlier` is the number before which there are more."""

    lines: list[LogLine]
    earlier: int | None
    latest: bool


@dataclass(frozen=True, kw_only=True)
class LogChoice:
    """Which lines are wanted."""

    level: str = "all"
    device: str | None = None
    before: int | None = None


def read_log(db: Reading, job: int, choice: LogChoice) -> LogPage:
    """The newest lines of a job that are wanted, in order."""
    conditions, arguments = ["job = ?", "kind = 'log'"], [job]
    levels = LEVELS.get(choice.level, ())
    more: list[Any] = [*arguments]
    if choice.before is not None:
        conditions.append("seq < ?")
        more.append(choice.before)
    if levels:
        conditions.append(f"lower(json_extract(body, '$.level')) IN ({', '.join('?' * len(levels))})")
        more.extend(levels)
    if choice.device is not None:
        conditions.append("json_extract(body, '$.context.device') = ?")
        more.append(choice.device)
    rows = db.execute(
        f"SELECT seq, at, body FROM events WHERE {' AND '.join(conditions)} ORDER BY seq DESC LIMIT ?",  # noqa: S608
        (*more, _SHOWN_PER_PAGE + 1),
    ).fetchall()
    shown = rows[:_SHOWN_PER_PAGE]
    return LogPage(
        lines=[log_line(row) for row in reversed(shown)],
        earlier=shown[-1]["seq"] if len(rows) > len(shown) else None,
        latest=choice.before is None,
    )


def log_line(row: sqlite3.Row) -> LogLine:
    """An event of the kind ``log`` as a line."""
    body = loads(row["body"])
    said = body.get("text")
    text = said if isinstance(said, str) else "" if said is None else str(said)
    given = str(body.get("level") or "info").lower()
    level = _NAMES.get(given, given)
    context = body.get("context")
    context = context if isinstance(context, dict) else {}
    return LogLine(
        seq=row["seq"],
        at=parse_moment(row["at"]),
        level=level if level in _KNOWN else "info",
        text=text[:_LONG],
        rest=text[_LONG:],
        device=words(context.get("device")),
        step=words(context.get("step")),
        context=", ".join(f"{key}: {value}" for key, value in context.items() if key not in _OWN),
        blocking=level == "warning" and _LOOP in text,
    )
