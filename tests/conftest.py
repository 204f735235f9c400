"""Rules for every test: a skip that nobody listed fails a run that asks for it."""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path

import pytest

pytest_plugins = ["lab.fixtures", "lab.peer_fixtures", "lab.engine_fixtures", "lab.worker_fixtures"]
EXPECTED_SKIPS = Path(__file__).parent / "expected_skips.txt"


def pytest_configure():
    """Shells start what runs in the background without Ctrl-C, and processes pass that on to theirs."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and os.environ.get("NEOPS_NO_UNLISTED_SKIPS") and not hasattr(report, "wasxfail"):
        listed = {line.split("#")[0].strip() for line in EXPECTED_SKIPS.read_text().splitlines()}
        if item.nodeid not in listed:
            report.outcome = "failed"
            report.longrepr = (
                f"{item.nodeid} was skipped and is not listed in {EXPECTED_SKIPS.name}: {report.longrepr}"
            )
    return report


@pytest.fixture(autouse=True, scope="session")
def cache_of_these_tests(tmp_path_factory):
    """Nothing that was found before these tests, nor anything of theirs afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEOPS_BLOCKS_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def logging_as_it_was():
    """Commands that run in this process set up logging for theirs: no test finds what another one left."""
    known = [
        logging.root,
        *(one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)),
    ]
    before = [(one, one.level, one.disabled, one.propagate, list(one.handlers)) for one in known]
    yield
    for one, level, disabled, propagate, handlers in before:
        if one.level != level:
            one.setLevel(level)
        one.disabled, one.propagate, one.handlers = disabled, propagate, handlers
