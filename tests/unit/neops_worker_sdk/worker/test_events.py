from __future__ import annotations

import logging

import pytest

from neops_worker_sdk.engines import EngineRefusedError, EngineUnavailableError
from neops_worker_sdk.jobs import StepFinished
from neops_worker_sdk.logger import StdlibContextualLogger
from neops_worker_sdk.logger.masking import Masker
from neops_worker_sdk.worker.events import (
    CURRENT,
    LONGEST_TEXT,
    MOST_KEPT,
    MOST_SENT,
    CurrentJob,
    EventQueue,
    JobLogHandler,
    progress_event,
)


class Sink:
    def __init__(self, *errors):
        self.errors = list(errors)
        self.batches = []

    async def send_events(self, worker_id, events):
        if self.errors:
            raise self.errors.pop(0)
        self.batches.append([event["text"] for event in events])


def event(text):
    return {
        "jobId": "j1",
        "at": "2026-01-01T00:00:00.000Z",
        "kind": "log",
        "level": "info",
        "text": str(text),
    }


@pytest.fixture
def queue_of(run):
    def make(sink, texts, flushes=1):
        async def main():
            queue = EventQueue(sink, StdlibContextualLogger(), lambda: "w1")
            for text in texts:
                queue.put(event(text))
            return [await queue.flush() for _ in range(flushes)]

        return run(main)

    return make


def test_events_travel_in_batches_in_their_order(queue_of):
    sink = Sink()
    queue_of(sink, range(MOST_SENT + 2))
    assert [len(batch) for batch in sink.batches] == [MOST_SENT, 2]
    assert sink.batches[1] == [str(MOST_SENT), str(MOST_SENT + 1)]


def test_an_outage_keeps_the_order_and_loses_nothing(queue_of):
    sink = Sink(EngineUnavailableError("away"))
    assert queue_of(sink, "abc", flushes=2) == [False, True]
    assert sink.batches == [["a", "b", "c"]]


def test_what_is_dropped_in_a_long_outage_is_counted(queue_of):
    sink = Sink()
    queue_of(sink, range(MOST_KEPT + 5))
    assert sink.batches[0][0].startswith("5 events before this one were dropped")
    assert sink.batches[0][1] == "5"


def test_a_batch_is_never_too_long_for_an_engine(queue_of):
    sink = Sink()
    queue_of(sink, ["x" * 15_000] * 200)
    assert sum(map(len, sink.batches)) == 200
    assert max(sum(map(len, batch)) for batch in sink.batches) < 1_100_000


@pytest.mark.parametrize(
    ("error", "times"),
    [
        (EngineRefusedError("413", 413), 1),
        (EngineRefusedError("400", 400), 1),
        (EngineUnavailableError("500", 500), 3),
    ],
)
def test_a_batch_that_the_engine_cannot_take_costs_only_itself(queue_of, lines, error, times):
    sink = Sink(*[error] * times)
    queue_of(sink, range(MOST_SENT + 1), flushes=times)
    assert sink.batches == [[str(MOST_SENT)]]
    assert lines(f"does not take {MOST_SENT} events")


def test_a_line_that_is_very_long_is_cut_after_its_secrets_are_masked(queue_of, run):
    queue = EventQueue(Sink(), StdlibContextualLogger(), lambda: "w1")
    token = CURRENT.set(CurrentJob("j1", None, Masker(["hunter22"])))
    text = "x" * (LONGEST_TEXT - 4) + "hunter22" + "y" * 100
    JobLogHandler(queue).emit(logging.makeLogRecord({"msg": text, "levelname": "INFO"}))
    CURRENT.reset(token)
    [sent] = queue._taken()
    assert sent["text"].endswith("x***y… (99 characters more)")


def test_an_engine_that_takes_no_logs_is_not_asked_again(queue_of, lines):
    sink = Sink(EngineRefusedError("404", 404))
    queue_of(sink, "ab", flushes=3)
    assert sink.batches == []
    assert len(lines("The engine takes no logs of jobs")) == 1


class Kept(list):
    put = list.append


@pytest.fixture
def logged():
    """logged(masker, log function) -> the events of what was logged in a job's context."""

    def log(masker, write, job="j1"):
        events = Kept()
        logger = logging.getLogger("neops.test_events")
        handler = JobLogHandler(events)
        logger.addHandler(handler)
        token = CURRENT.set(CurrentJob(job, "wf.t/w:1.0.0", masker) if job else None)
        try:
            logger.setLevel("DEBUG")
            write(StdlibContextualLogger(logger, {"job": "j1", "device": "r1 geheim77"}))
        finally:
            CURRENT.reset(token)
            logger.removeHandler(handler)
        return events

    return log


def test_a_line_becomes_an_event_with_its_context_and_without_secrets(logged):
    (event,) = logged(Masker(["geheim77"]), lambda log: log.warning("password %s", "geheim77"))
    assert (event["jobId"], event["level"], event["text"]) == ("j1", "warning", "password ***")
    assert event["context"] == {"device": "r1 ***", "workflow": "wf.t/w:1.0.0"}


def test_a_traceback_comes_along(logged):
    def write(log):
        try:
            raise ValueError("geheim77")
        except ValueError:
            log.exception("failed")

    (event,) = logged(Masker(["geheim77"]), write)
    assert "ValueError: ***" in event["text"]


def test_lines_of_no_job_and_debug_lines_are_not_sent(logged):
    assert logged(Masker(), lambda log: log.warning("x"), job=None) == []
    assert logged(Masker(), lambda log: log.debug("x")) == []


def test_progress_becomes_an_event():
    progress = StepFinished(
        "r1",
        "show",
        "command",
        ok=False,
        skipped=False,
        elapsed=0.5,
        attempts=2,
        error={"message": "pw geheim77"},
    )
    event = progress_event("j1", progress, Masker(["geheim77"]))
    assert (event["kind"], event["stepKind"], event["host"], event["attempts"]) == (
        "step_finished",
        "command",
        "r1",
        2,
    )
    assert event["error"]["message"] == "pw ***"
