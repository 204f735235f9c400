from __future__ import annotations

import pytest

from neops_dev_engine.page.logs import LogChoice, read_log
from neops_dev_engine.records.contexts import add_context
from neops_dev_engine.records.events import NewEvent, add_events
from neops_dev_engine.records.jobs import NewJob, create_job


@pytest.fixture
def say(tx):
    """say(level=..., text=..., ...): a log line of job 1, or an event of another kind."""
    job = create_job(tx, NewJob(block_id="a/b:1.0.0", context_id=add_context(tx, {}), parameters={}))

    def say(kind="log", at="2026-01-01T00:00:00.500Z", **fields):
        add_events(tx, [NewEvent(job, at, kind, fields)])

    return say


def texts(tx, **choice):
    return [line.text for line in read_log(tx, 1, LogChoice(**choice)).lines]


def test_lines_are_shown_in_order_without_other_events(tx, say):
    say(level="info", text="one", context={"device": "sw1", "step": "show", "class": "Check"})
    say("host_started", host="sw1")
    say(level="WARN", text="two")
    first, second = read_log(tx, 1, LogChoice()).lines
    assert (first.text, first.level, first.device, first.step, first.context) == (
        "one",
        "info",
        "sw1",
        "show",
        "class: Check",
    )
    assert (second.text, second.level, second.device) == ("two", "warning", None)


def test_lines_are_chosen_by_level_and_device(tx, say):
    for level in ("debug", "info", "warning", "warn", "ERROR", "critical"):
        say(level=level, text=level, context={"device": "sw1" if level < "e" else "sw2"})
    assert texts(tx, level="warnings") == ["warning", "warn", "ERROR", "critical"]
    assert texts(tx, level="errors") == ["ERROR", "critical"]
    assert texts(tx, level="nonsense") == ["debug", "info", "warning", "warn", "ERROR", "critical"]
    assert texts(tx, device="sw1") == ["debug", "ERROR", "critical"]
    assert texts(tx, device="sw1", level="errors") == ["ERROR", "critical"]


def test_long_logs_come_in_pages_the_newest_first(tx, say):
    for number in range(450):
        say(level="info", text=str(number))
    last = read_log(tx, 1, LogChoice())
    assert (last.lines[0].text, last.lines[-1].text, last.latest) == ("250", "449", True)
    middle = read_log(tx, 1, LogChoice(before=last.earlier))
    assert (middle.lines[0].text, middle.lines[-1].text, middle.latest) == ("50", "249", False)
    first = read_log(tx, 1, LogChoice(before=middle.earlier))
    assert (first.lines[0].text, first.lines[-1].text, first.earlier) == ("0", "49", None)


def test_lines_that_warn_of_blocking_code_are_marked(tx, say):
    say(level="warning", text="blocking code held the event loop for 1.24 s: a.py:3")
    say(level="info", text="the event loop is fine")
    assert [line.blocking for line in read_log(tx, 1, LogChoice()).lines] == [True, False]


def test_very_long_lines_are_folded(tx, say):
    say(level="info", text="x" * 5000)
    (line,) = read_log(tx, 1, LogChoice()).lines
    assert (len(line.text), len(line.rest)) == (2000, 3000)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": None, "level": None},
        {"text": {"a": 1}, "level": 5, "context": [1]},
        {"context": {"device": 5}},
    ],
)
def test_lines_of_any_form_are_survived(tx, say, fields):
    say(at="whenever", **fields)
    (line,) = read_log(tx, 1, LogChoice()).lines
    assert (line.level, line.at, line.device) == ("info", None, None)
