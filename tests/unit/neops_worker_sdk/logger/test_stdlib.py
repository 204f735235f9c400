from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from neops_worker_sdk.logger import BaseLogger, Logger, StdlibContextualLogger, logger_for


class Bare(BaseLogger):
    debug = info = warning = error = critical = exception = lambda self, msg, *args, **kwargs: None


def test_context_travels_in_the_record_and_the_message_stays_as_written(caplog):
    logger = Logger(context={"job": "j1"}).with_context(device="sw1")
    with caplog.at_level("INFO", "neops"):
        logger.info("read %d lines", 3, step="show")
    (record,) = caplog.records
    assert record.getMessage() == "read 3 lines"
    assert record.neops == {"job": "j1", "device": "sw1", "step": "show"}


def test_with_context_leaves_the_first_logger_as_it_was():
    first = Logger(context={"a": 1})
    assert first.with_context(b=2).get_context() == {"a": 1, "b": 2}
    assert first.get_context() == {"a": 1}


def test_a_record_names_the_line_that_logged(caplog):
    StdlibContextualLogger().warning("here")
    assert caplog.records[0].funcName == "test_a_record_names_the_line_that_logged"


def test_exception_carries_the_traceback(caplog):
    try:
        raise ValueError("boom")
    except ValueError:
        Logger().exception("failed")
    assert caplog.records[0].levelno == logging.ERROR
    assert caplog.records[0].exc_info[0] is ValueError


@pytest.mark.parametrize("owner", [Bare, Bare()])
def test_a_logger_for_an_owner_names_its_class(owner):
    assert logger_for(owner, job="j1").get_context() == {"class": "Bare", "job": "j1"}


def test_a_logger_without_context_is_used_as_it_is():
    bare = Bare()
    assert logger_for(object(), bare) is bare


def test_importing_the_sdk_touches_no_logging_set_up_and_loads_no_ssh_library():
    script = """
import logging, sys
logging.getLogger().setLevel(7)
import neops_worker_sdk, neops_worker_sdk.registry, neops_worker_sdk.testing, neops_worker_sdk.jobs
assert logging.getLogger().handlers == [] and logging.getLogger().level == 7
assert logging.getLogger("neops").handlers == [] and logging.getLogger("neops").level == 0
heavy = {"netmiko", "scrapli", "paramiko", "fastapi", "jsonschema", "rich", "jinja2", "yaml", "pytest"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_placeholders_of_either_kind_are_filled_in(caplog):
    with caplog.at_level("INFO", "neops"):
        Logger().info("{} of {count}", 1, count=3)
        Logger().info("%s of {count}", 1)
    assert caplog.messages == ["1 of 3", "1 of {count}"]
    assert [record.neops for record in caplog.records] == [{"count": 3}, {}]


def test_a_line_that_nobody_wants_is_not_even_put_together():
    class Unprintable:
        def __str__(self):
            raise AssertionError("nobody asked")

    StdlibContextualLogger().debug("%s", Unprintable())


def test_an_adapter_keeps_its_extra_and_its_way_with_messages(caplog):
    class Prefixed(logging.LoggerAdapter):
        def process(self, msg, kwargs):
            return super().process(f"[{self.extra['who']}] {msg}", kwargs)

    base = Prefixed(logging.LoggerAdapter(logging.getLogger("host"), {"inner": 1}), {"who": "me"})
    StdlibContextualLogger(base, {"job": "j1"}).warning("100%", extra={"more": 2})
    (record,) = caplog.records
    assert record.getMessage() == "[me] 100%"
    assert (record.name, record.who, record.inner, record.more, record.neops) == (
        "host",
        "me",
        1,
        2,
        {"job": "j1"},
    )
    assert record.funcName == "test_an_adapter_keeps_its_extra_and_its_way_with_messages"
