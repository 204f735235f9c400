from __future__ import annotations

import subprocess
import sys

import pytest

from neops_worker_sdk.logger import logger_for
from neops_worker_sdk.logger.adapters import LoguruContextualLogger


@pytest.fixture
def records():
    """What reaches a sink of the host program."""
    loguru = pytest.importorskip("loguru")
    found = []
    sink = loguru.logger.add(lambda line: found.append(line.record), level=0, catch=False)
    yield found
    loguru.logger.remove(sink)


def test_context_travels_in_extra_and_a_record_names_the_line_that_logged(records):
    logger = LoguruContextualLogger({"job": "j1"}).with_context(device="sw1")
    logger.info("read {} lines", 3, step="show")
    (record,) = records
    assert (record["message"], record["level"].name) == ("read 3 lines", "INFO")
    assert record["extra"] == {"job": "j1", "device": "sw1", "step": "show"}
    assert record["function"] == "test_context_travels_in_extra_and_a_record_names_the_line_that_logged"
    assert logger.get_context() == {"job": "j1", "device": "sw1"}


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
def test_levels_are_loguru_s_own(records, level):
    getattr(LoguruContextualLogger(), level)("%d%%", 7)
    assert [(record["level"].name, record["message"]) for record in records] == [(level.upper(), "7%")]


def test_exceptions_come_with_their_traceback(records):
    try:
        raise ValueError("boom")
    except ValueError:
        LoguruContextualLogger().exception("failed {oddly}")
        LoguruContextualLogger().warning("again", exc_info=True, extra={"n": 1}, stacklevel=1)
    assert [record["exception"].type for record in records] == [ValueError, ValueError]
    assert [record["level"].name for record in records] == ["ERROR", "WARNING"]
    assert records[1]["extra"] == {"n": 1}


def test_it_can_be_a_blocks_logger(records):
    logger_for(records, LoguruContextualLogger(), job="j1").info("here")
    assert records[0]["extra"] == {"class": "list", "job": "j1"}


def test_importing_the_sdk_leaves_the_programs_sinks_alone():
    pytest.importorskip("loguru")
    script = """
from loguru import logger
lines = []
logger.remove()
logger.add(lines.append, format="{message}")
import neops_worker_sdk.logger.adapters, neops_worker_sdk.testing, neops_worker_sdk.worker
from neops_worker_sdk.logger import Logger
Logger().info("elsewhere")
logger.info("mine")
assert lines == ["mine\\n"], lines
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_without_loguru_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "loguru", None)
    with pytest.raises(ImportError, match=r"pip install 'neops-blocks\[loguru\]'"):
        LoguruContextualLogger()


def test_importing_the_adapters_does_not_import_loguru():
    script = "import sys, neops_worker_sdk.logger.adapters; assert 'loguru' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)
