"""The log of a worker: readable, complete, without secrets, and never in anybody's way."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import threading
import time
import warnings

import pytest

from neops_worker_sdk.logger import StdlibContextualLogger
from neops_worker_sdk.logger.masking import Masker, masking
from neops_worker_sdk.logger.sensitive_names import key_parts
from neops_worker_sdk.worker.events import CURRENT, CurrentJob
from neops_worker_sdk.worker.logs import logging_as_set
from neops_worker_sdk.worker.logs.line import Line
from neops_worker_sdk.worker.logs.writer import LineWriter, writing_to
from neops_worker_sdk.worker.settings import WorkerSettings


@pytest.fixture
def logged():
    """logged(act, **settings) -> what `act` has logged, as text."""

    def run(act, libraries=False, **settings):
        stream = io.StringIO()
        with logging_as_set(WorkerSettings(**settings), stream, libraries=libraries):
            act(StdlibContextualLogger())
        return stream.getvalue()

    return run


@pytest.fixture
def objects(logged):
    """The same as JSON objects."""
    return lambda act, **settings: [
        json.loads(line) for line in logged(act, log_format="json", **settings).splitlines()
    ]


def test_a_line_for_people_has_time_level_text_and_context(logged):
    text = logged(lambda log: log.with_context(device="sw 1", step="show", job="7").warning("odd: %s", "x"))
    assert re.fullmatch(
        r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} warning  odd: x job=7 step=show device="sw 1"\n', text
    )


def test_further_lines_of_a_text_are_indented_below_it(logged):
    lines = logged(lambda log: log.with_context(job=7).info("one\ntwo")).splitlines()
    assert lines[0].endswith("one job=7")
    assert lines[1:] == ["    two"]


def test_a_text_cannot_forge_a_line_or_steer_the_terminal(logged):
    text = logged(lambda log: log.info("a\x1b[2Jb\r2026 error", device="x\n2026 error"))
    assert len(text.splitlines()) == 1
    assert "a\\x1b[2Jb\\r2026 error" in text
    assert 'device="x\\n2026 error"' in text


def test_a_json_line_is_one_object_with_the_documented_keys(objects):
    (line,) = objects(
        lambda log: log.with_context(**{"class": "Block", "device": "sw1", "step": "show", "job": "7"}).info(
            "hé\nx"
        )
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("ts"))
    assert list(line.items()) == [
        ("level", "info"), ("logger", "neops"), ("message", "hé\nx"),
        ("job", "7"), ("step", "show"), ("device", "sw1"), ("class", "Block"),
    ]  # fmt: skip


def test_json_takes_any_context(objects):
    (line,) = objects(
        lambda log: log.info("m", a={1, 2}.__class__, b=float("nan"), c=None, d=True, message_text=3, ts=1)
    )
    assert (line["b"], line["c"], line["d"], line["ts_"]) == ("nan", None, True, 1)
    assert line["a"] == "<class 'set'>"


def fail(log):
    try:
        raise ValueError("why s3cret")
    except ValueError:
        log.exception("it failed")


def test_an_exception_is_told_with_its_traceback(objects, logged):
    (line,) = objects(fail)
    assert line["level"] == "error"
    assert line["exception"].startswith("Traceback")
    assert "    ValueError: why s3cret\n" in logged(fail)


def test_a_line_that_cannot_be_formatted_costs_nothing(objects, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # those of pytest raise

    class Awkward:
        def __str__(self):
            raise RuntimeError

    def act(log):
        logging.getLogger("neops").info("%d", "x")
        log.info("m", thing=Awkward())
        logging.getLogger("neops").info(Awkward())

    first, second, third = objects(act)
    assert first["message"] == "'%d' with arguments that do not fit: TypeError"
    assert second["thing"] == "Awkward that cannot be written: RuntimeError"
    assert "Awkward" in third["message"]


def test_ours_log_from_info_on_and_libraries_from_warning_on(objects):
    def act(log):
        for name in ("neops", "neops_blocks.steps", "paramiko"):
            for level in (logging.DEBUG, logging.INFO, logging.WARNING):
                logging.getLogger(name).log(level, "m")

    def seen(**settings):
        return [(line["logger"], line["level"]) for line in objects(act, **settings)]

    usual = [("neops", "info"), ("neops", "warning"), ("neops_blocks.steps", "info"),
             ("neops_blocks.steps", "warning"), ("paramiko", "warning")]  # fmt: skip
    assert seen() == usual
    assert seen(log_level="error") == []
    assert ("neops", "debug") in seen(log_level="debug")
    assert ("paramiko", "info") not in seen(log_level="debug")
    assert ("paramiko", "debug") in seen(log_level="debug", libraries=True)


def test_everything_is_as_before_afterwards(logged):
    root, ours = logging.getLogger(), logging.getLogger("neops")
    before = (
        list(root.handlers),
        root.level,
        ours.level,
        threading.excepthook,
        warnings.showwarning,
        key_parts(),
    )
    logged(lambda log: log.info("m"), log_level="debug", redact_extra_keys=("x",))
    assert before == (
        list(root.handlers), root.level, ours.level, threading.excepthook, warnings.showwarning, key_parts()
    )  # fmt: skip


def test_secrets_of_the_job_are_masked_in_text_context_and_traceback(objects):
    def act(log):
        with masking(Masker(["s3cret"])):
            log.info("login with s3cret", tried=["s3cret"])
            fail(log)

    assert "s3cret" not in json.dumps(objects(act))
    assert objects(act)[0]["tried"] == "['***']"


def test_a_library_thread_that_knows_of_no_job_is_masked_too(objects):
    """Also when the job has just ended."""

    def act(log):
        with masking(Masker(["s3cret"])):
            thread = threading.Thread(target=lambda: logging.getLogger("paramiko").warning("auth s3cret"))
            thread.start()
            thread.join()
        logging.getLogger("paramiko").warning("late: s3cret")

    assert [line["message"] for line in objects(act)] == ["auth ***", "late: ***"]


def test_the_engines_token_is_masked(logged):
    assert logged(lambda log: log.info("Bearer t0ken"), token="t0ken").endswith(" Bearer ***\n")


def test_context_whose_name_tells_of_a_secret_is_masked(objects):
    (line,) = objects(
        lambda log: log.info("m", apiKey="x1", pin=4711, device="sw1"), redact_extra_keys=("pin",)
    )
    assert (line["apiKey"], line["pin"], line["device"]) == ("***", "***", "sw1")


def test_names_given_in_the_settings_count_for_parameters_too(logged):
    seen = []
    logged(lambda log: seen.extend(key_parts()), redact_extra_keys=(" Pin ",))
    assert "pin" in seen


def test_lines_of_a_library_carry_the_job_they_belong_to(objects):
    def act(log):
        token = CURRENT.set(CurrentJob("j7", None, Masker()))
        logging.getLogger("author").warning("m")
        CURRENT.reset(token)

    assert objects(act)[0]["job"] == "j7"


def test_warnings_of_python_and_errors_of_threads_are_logged(objects):
    def boom():
        raise LookupError("gone")

    def act(log):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        thread = threading.Thread(target=boom, name="t1")
        thread.start()
        thread.join()

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        first, second = objects(act)
    assert "DeprecationWarning: old" in first["message"]
    assert second["message"] == "The thread t1 ended with an error"
    assert "LookupError: gone" in second["exception"]


def line(text):
    return Line(0.0, "info", "neops", text, {})


def test_whoever_logs_never_waits_for_a_reader_that_is_stuck():
    """Lines beyond those that may wait are dropped, and counted where they are missing."""
    stuck, go_on, written = threading.Event(), threading.Event(), []

    def write(text):
        written.append(text)
        stuck.set()
        go_on.wait(10)

    writer = LineWriter(write, lambda line: f"{line.message}\n", most=3)
    writer.put(line("1"))
    assert stuck.wait(5)
    began = time.monotonic()
    for number in range(2, 1002):
        writer.put(line(str(number)))
    assert time.monotonic() - began < 1
    go_on.set()
    writer.close(5)
    said = "".join(written).splitlines()
    assert said[:4] == ["1", "2", "3", "4"]
    assert said[4] == "997 lines were dropped here: the log is written faster than it is read"


def test_a_pipe_that_nobody_reads_holds_up_no_worker():
    reader, end = os.pipe()
    with os.fdopen(end, "w") as stream:
        began = time.monotonic()
        writer = LineWriter(writing_to(stream), lambda line: line.message, most=100)
        for _ in range(50):
            writer.put(line("x" * 10_000))
        writer.close(0.2)
        assert time.monotonic() - began < 2
        os.close(reader)  # ends the write
        writer.close(5)


def test_a_reader_that_has_gone_ends_the_log_and_nothing_else():
    reader, end = os.pipe()
    os.close(reader)
    with os.fdopen(end, "w") as stream:
        writer = LineWriter(writing_to(stream), lambda line: line.message)
        writer.put(line("x"))
        writer.close(5)
        writer.put(line("y"))


def test_a_pipe_that_does_not_block_is_waited_for():
    reader, end = os.pipe()
    os.set_blocking(end, False)
    with os.fdopen(end, "w") as stream:
        writer = LineWriter(writing_to(stream), lambda line: line.message)
        writer.put(line("x" * 200_000))
        read = b""
        while len(read) < 200_000:
            read += os.read(reader, 65536)
        writer.close(5)
    os.close(reader)
    assert read == b"x" * 200_000


def test_lines_keep_their_order(objects):
    lines = objects(lambda log: [log.info("%d", number) for number in range(2000)])
    assert [int(line["message"]) for line in lines] == list(range(2000))


def test_a_terminal_gets_colour_and_nothing_else_does(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    def said():
        stream = Terminal()
        with logging_as_set(WorkerSettings(), stream):
            StdlibContextualLogger().error("m")
        return stream.getvalue()

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[31merror" in said()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in said()


def test_a_process_without_standard_error_logs_nowhere():
    writer = LineWriter(writing_to(None), lambda line: line.message)
    writer.put(line("x"))
    writer.close(5)
