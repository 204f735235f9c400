"""Every way in which a worker may end becomes an exit code, and is in its log."""

from __future__ import annotations

import json

import pytest

from neops_worker_sdk.cli import neops_worker, serving
from neops_worker_sdk.worker import StartupError
from neops_worker_sdk.worker.reload import MissingWatcherError
from neops_worker_sdk.worker.settings import WorkerSettings

SETTINGS = WorkerSettings(log_format="json")


@pytest.fixture
def ending(monkeypatch):
    """ending(what): workers end so, by returning or raising it."""

    def set_end(what):
        def run_worker(settings):
            if isinstance(what, BaseException):
                raise what
            return what

        monkeypatch.setattr(serving, "run_worker", run_worker)

    return set_end


@pytest.mark.parametrize("code", [0, 1])
def test_the_code_of_a_worker_that_was_stopped_is_handed_on(ending, code):
    ending(code)
    assert serving.serve(SETTINGS) == code


@pytest.mark.parametrize("error", [StartupError("no blocks"), MissingWatcherError("no watcher")])
def test_a_worker_that_cannot_start_says_why_in_one_line(ending, capfd, error):
    ending(error)
    assert serving.serve(SETTINGS) == 1
    (line,) = capfd.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["level"], said["message"]) == ("critical", f"The worker cannot start: {error}")
    assert "exception" not in said


def test_a_bug_is_in_the_log_with_its_traceback(ending, capfd):
    ending(LookupError("odd"))
    with pytest.raises(LookupError):
        serving.serve(SETTINGS)
    said = json.loads(capfd.readouterr().err)
    assert said["message"] == "A bug ended the worker"
    assert "LookupError: odd" in said["exception"]


@pytest.mark.parametrize(("end", "code"), [(0, 0), (KeyboardInterrupt(), 130), (LookupError("odd"), 1)])
def test_the_plain_worker_ends_its_process_with_a_code(ending, monkeypatch, capfd, tmp_path, end, code):
    def leave(code):
        raise SystemExit(code)

    ending(end)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os._exit", leave)
    monkeypatch.setattr("sys.argv", ["neops_worker"])
    with pytest.raises(SystemExit) as ended:
        neops_worker.command()
    assert ended.value.code == code
