"""Workers as processes, where disk, network, directory or engine are not as they should be."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from lab.blocks import write_blocks
from lab.engine_api import events, finished, submit
from lab.engine_fixtures import DevEngine
from lab.scripted_engine import a_job, scripted_engine
from lab.worker_fixtures import COMMAND, outbox_rows

BLOCKS = """
@block("fine")
class Fine(Base):
    pass


@block("big")
class Big(Base):
    async def run(self, params, context):
        return ok("x" * int(params.seconds))


@block("leaks")
class Leaks(Base):
    kept = []

    async def run(self, params, context):
        while True:
            self.kept.append(open(os.devnull))


@block("naps")
class Naps(Base):
    async def run(self, params, context):
        time.sleep(params.seconds)
        return ok()


@block("talks")
class Talks(Base):
    async def run(self, params, context):
        for number in range(int(params.seconds)):
            self.logger.info("x" * 200)
        return ok()
"""


@pytest.fixture
def blocks(tmp_path):
    return write_blocks(tmp_path / "blocks", BLOCKS)


@pytest.fixture
def scripted():
    with scripted_engine() as engine:
        yield engine


def naps(job_id, seconds):
    return a_job(job_id, "fb.test/naps:1.0.0", parameters={"seconds": seconds})


def test_without_a_state_directory_the_worker_says_so_and_works(scripted, start_worker, blocks, tmp_path):
    (tmp_path / "file").touch()
    scripted.batches = [[a_job("j1")]]
    worker = start_worker(scripted.url, blocks, env={"STATE_DIR": str(tmp_path / "file" / "below")})
    assert scripted.result("j1")["status"] == "success"
    assert "Results are kept in memory only" in worker.log()
    assert worker.stop() == 0


def test_a_full_disk_costs_no_result(scripted, start_worker, blocks):
    big = a_job("j1", "fb.test/big:1.0.0", parameters={"seconds": 300_000})
    scripted.batches = [[big, a_job("j2")], [a_job("j3")]]
    limited = ("bash", "-c", 'ulimit -f 100; exec "$@"', "bash", *COMMAND)
    worker = start_worker(scripted.url, blocks, command=limited)
    assert [scripted.result(job)["status"] for job in ("j1", "j2", "j3")] == ["success"] * 3
    worker.says("The outbox .* cannot be written")
    assert worker.stop() == 0
    assert outbox_rows(worker.directory / "state") == {}


def test_a_proxy_of_the_environment_does_not_stand_between_worker_and_an_engine_on_this_machine(
    scripted, start_worker, blocks
):
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY"), nowhere)
    scripted.batches = [[a_job("j1")]]
    start_worker(scripted.url, blocks, env={**proxies, "NO_PROXY": None, "no_proxy": None})
    assert scripted.result("j1")["status"] == "success"


def test_a_proxy_that_cannot_be_used_is_named(start_worker, blocks):
    worker = start_worker(
        "http://engine.example",
        blocks,
        env={"ALL_PROXY": "socks5://127.0.0.1:9", "NO_PROXY": None, "no_proxy": None},
        serving=False,
    )
    assert worker.ends() == 1
    assert "The worker cannot start: " in worker.log()
    assert "proxy" in worker.log()
    assert "Traceback" not in worker.log()


def test_an_engine_may_be_below_a_path(scripted, start_worker, blocks):
    scripted.prefix = "/api/neops"
    scripted.batches = [[a_job("j1")]]
    start_worker(f"{scripted.url}/api/neops/", blocks)
    assert scripted.result("j1")["status"] == "success"


def test_an_engine_may_have_an_address_of_version_six(start_worker, blocks, tmp_path):
    engine = DevEngine(tmp_path / "engine.sqlite", "--host", "::1")
    try:
        engine.start()
    except AssertionError:
        pytest.skip("this machine has no IPv6")
    try:
        engine.url = engine.url.replace("127.0.0.1", "[::1]")
        start_worker(engine.url, blocks)
        with engine.client() as http:
            [job] = finished(http, submit(http, "fb.test/fine")["submissionId"])
        assert job["resultStatus"] == "success"
    finally:
        engine.stop()


def test_an_idle_worker_whose_engine_hangs_on_every_request_ends_soon(scripted, start_worker, blocks):
    worker = start_worker(scripted.url, blocks, env={"SHUTDOWN_TIMEOUT": "60"})
    for kind in ("ping", "poll", "unregister", "result", "log"):
        scripted.rules[kind] = lambda request: time.sleep(15)
    asked = len(scripted.asked("poll"))
    scripted.wait(lambda: len(scripted.asked("poll")) > asked)
    began = time.monotonic()
    assert worker.stop() == 0
    assert time.monotonic() - began < 9


def test_results_wait_for_an_engine_that_answers_503_for_a_while_and_jobs_go_on(
    scripted, start_worker, blocks
):
    end = time.monotonic() + 3
    scripted.rules["result"] = lambda request: (503, {}) if time.monotonic() < end else None
    scripted.batches = [[a_job("j1")], [a_job("j2")]]
    worker = start_worker(scripted.url, blocks)
    scripted.result("j2")
    scripted.wait(lambda: len(scripted.results("j1")) > 1)
    assert worker.stop() == 0
    assert outbox_rows(worker.directory / "state") == {}


def test_an_engine_that_takes_no_results_and_then_a_new_worker(scripted, start_worker, blocks):
    scripted.rules["result"] = lambda request: (503, {})
    scripted.batches = [[a_job("j1")]]
    worker = start_worker(scripted.url, blocks, env={"SHUTDOWN_TIMEOUT": "1"})
    scripted.result("j1")
    assert worker.stop() == 1
    assert outbox_rows(worker.directory / "state") == {"j1": "ready"}
    assert not scripted.asked("unregister"), "with a good-bye the engine would have failed the job"
    del scripted.rules["result"]
    before = len(scripted.results("j1"))
    worker.start()
    scripted.wait(lambda: len(scripted.results("j1")) > before)
    assert worker.stop() == 0
    assert outbox_rows(worker.directory / "state") == {}


def test_an_engine_with_a_new_database_is_joined_again(start_dev_engine, start_worker, blocks):
    engine = start_dev_engine()
    worker = start_worker(engine.url, blocks)
    engine.kill()
    for file in engine.database.parent.glob("engine.sqlite*"):
        file.unlink()
    engine.restart()
    worker.says("Registered again as")
    with engine.client() as http:
        [job] = finished(http, submit(http, "fb.test/fine")["submissionId"])
        assert job["resultStatus"] == "success"
        assert len(http.get("/workers").json()) == 1


def test_a_worker_that_is_deleted_in_the_middle_of_a_job_goes_on_under_a_new_name(
    start_dev_engine, start_worker, blocks
):
    engine = start_dev_engine()
    worker = start_worker(engine.url, blocks)
    with engine.client() as http:
        submission = submit(http, "fb.test/naps", parameters={"seconds": 1.5})
        worker.says("started")
        http.delete(f"/workers/{worker.serving()}")
        [job] = finished(http, submission["submissionId"])
        assert "was deleted; the job was possibly executed" in job["result"]["message"]
        worker.says("the engine has a result already")
        [job] = finished(http, submit(http, "fb.test/fine")["submissionId"])
        assert job["resultStatus"] == "success"
    assert worker.stop() == 0
    assert outbox_rows(worker.directory / "state") == {}


def test_a_worker_that_comes_before_its_engine_uses_what_the_engine_offers(start_worker, blocks, tmp_path):
    engine = DevEngine(tmp_path / "engine.sqlite")
    engine.start()
    engine.stop()
    worker = start_worker(engine.url, blocks, serving=False)
    worker.says("The engine is not ready")
    engine.restart()
    try:
        worker.serving()
        with engine.client() as http:
            [job] = finished(http, submit(http, "fb.test/fine")["submissionId"])
        assert job["report"]["warnings"] == []
    finally:
        engine.stop()


def test_a_result_of_twenty_megabytes_and_ten_thousand_lines_cost_no_other_job(
    start_dev_engine, start_worker, blocks
):
    engine = start_dev_engine()
    start_worker(engine.url, blocks)
    with engine.client() as http:
        big = submit(http, "fb.test/big", parameters={"seconds": 20_000_000})
        talk = submit(http, "fb.test/talks", parameters={"seconds": 10_000})
        fine = submit(http, "fb.test/fine")
        [job] = finished(http, big["submissionId"])
        assert "the engine refused its result" in job["result"]["message"]
        assert "413" in job["result"]["message"]
        assert finished(http, talk["submissionId"])[0]["resultStatus"] == "success"
        assert finished(http, fine["submissionId"])[0]["resultStatus"] == "success"
        end = time.monotonic() + 20
        while "done in" not in (told := events(http, talk["jobs"][0]["jobId"]))[-1]["text"]:
            assert time.monotonic() < end
            time.sleep(0.2)
        assert len(told) == 10_000 + len(["started", "done"])


def test_a_missing_token_is_asked_for(start_dev_engine, start_worker, blocks):
    engine = start_dev_engine("--token", "geheim")
    worker = start_worker(engine.url, blocks, serving=False)
    assert worker.ends() == 1
    assert "ENGINE_TOKEN" in worker.log()
    worker = start_worker(engine.url, blocks, name="w2", env={"ENGINE_TOKEN": "geheim"})
    assert "geheim" not in worker.log()
    assert worker.stop() == 0


def test_nobody_reads_the_log_and_the_worker_works(scripted, blocks, tmp_path):
    talk = a_job("j1", "fb.test/talks:1.0.0", parameters={"seconds": 2000})
    scripted.batches = [[talk], [a_job("j2")]]
    env = {
        **os.environ,
        "STATE_DIR": str(tmp_path),
        "DIR_FUNCTION_BLOCKS": str(blocks),
        "HOME": str(tmp_path),
    }
    with subprocess.Popen(
        [*COMMAND, "--engine", scripted.url], stderr=subprocess.PIPE, cwd=tmp_path, env=env
    ) as worker:
        assert scripted.result("j2")["status"] == "success"
        worker.terminate()
        assert worker.wait(10) == 0


def test_whoever_read_the_log_is_gone_and_the_worker_works(scripted, blocks, tmp_path):
    env = {
        **os.environ,
        "STATE_DIR": str(tmp_path),
        "DIR_FUNCTION_BLOCKS": str(blocks),
        "HOME": str(tmp_path),
    }
    with subprocess.Popen(
        [*COMMAND, "--engine", scripted.url], stderr=subprocess.PIPE, cwd=tmp_path, env=env
    ) as worker:
        worker.stderr.readline()
        worker.stderr.close()
        scripted.batches = [[a_job("j1")], [a_job("j2")]]
        assert scripted.result("j2")["status"] == "success"
        worker.terminate()
        assert worker.wait(10) == 0


def test_a_working_directory_that_is_gone_is_no_obstacle(scripted, blocks, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'cd "{gone}"; rmdir "{gone}"; exec "$@"'
    env = {
        **os.environ,
        "STATE_DIR": str(tmp_path / "state"),
        "DIR_FUNCTION_BLOCKS": str(blocks),
        "URL_BLACKBOARD": scripted.url,
    }
    scripted.batches = [[a_job("j1")]]
    with subprocess.Popen(
        ["bash", "-c", script, "bash", *COMMAND], stderr=subprocess.PIPE, env=env, text=True
    ) as worker:
        try:
            assert scripted.result("j1", 10)["status"] == "success"
        finally:
            worker.terminate()
            said = worker.communicate(timeout=10)[1]
            print(said)
        assert worker.returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become another user")
def test_a_user_without_rights_here_and_without_a_home_can_run_a_worker(
    scripted, start_worker, blocks, tmp_path
):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for place in (blocks, *blocks.iterdir(), *blocks.parents):
        if place.is_relative_to(tmp_path.parents[2]) or place == tmp_path.parents[2]:
            place.chmod(place.stat().st_mode | 0o055)
    as_nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--")
    script = f'cd "{closed}"; exec "$@"'
    env = {
        **os.environ,
        "HOME": "/nonexistent",
        "DIR_FUNCTION_BLOCKS": str(blocks),
        "URL_BLACKBOARD": scripted.url,
    }
    scripted.batches = [[a_job("j1")]]
    if (
        shutil.which("setpriv") is None
        or subprocess.run([*as_nobody, sys.executable, "-c", "import neops_blocks"], check=False).returncode
    ):
        pytest.skip("another user cannot read this working copy, or run its Python")
    with subprocess.Popen(
        ["bash", "-c", script, "bash", *as_nobody, *COMMAND], stderr=subprocess.PIPE, env=env, text=True
    ) as worker:
        try:
            assert scripted.result("j1", 10)["status"] == "success"
        finally:
            worker.terminate()
            print(worker.communicate(timeout=10)[1])
        assert worker.returncode == 0


def test_a_process_that_was_stopped_for_a_while_goes_on_and_says_so(scripted, start_worker, blocks):
    scripted.batches = [[naps("j1", 3.0)]]
    worker = start_worker(scripted.url, blocks)
    worker.says("started")
    worker.send(signal.SIGSTOP)
    time.sleep(1.6)
    worker.send(signal.SIGCONT)
    worker.says(r"The whole process stood still for 1\.\d s")
    assert scripted.result("j1")["status"] == "success"
    assert worker.stop() == 0


def test_a_worker_that_has_run_out_of_files_takes_no_more_jobs_and_ends_to_be_started_anew(
    scripted, start_worker, blocks
):
    leak = a_job("j1", "fb.test/leaks:1.0.0")
    scripted.batches = [[leak, a_job("j2")], [a_job("j3")]]
    limited = ("bash", "-c", 'ulimit -n 64; exec "$@"', "bash", *COMMAND)
    worker = start_worker(scripted.url, blocks, command=limited)
    assert worker.ends() == 1
    assert "Too many open files" in scripted.result("j1")["result"]["message"]
    assert "has run out of file descriptors" in scripted.result("j2")["result"]["message"]
    assert "before the job was started" in scripted.result("j2")["result"]["message"]
    assert not scripted.results("j3")
    assert scripted.asked("unregister")
    assert "it has to be started anew" in worker.log()


JUMPING = """
import time
real = time.time
time.time = lambda: real() + (86_400 if int(time.monotonic() * 4) % 2 else -86_400)
"""


def test_a_clock_that_jumps_by_days_changes_nothing(scripted, start_worker, blocks, tmp_path):
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "sitecustomize.py").write_text(JUMPING)
    scripted.rules["result"] = lambda request: (503, {}) if len(scripted.asked("result")) < 3 else None
    scripted.batches = [[naps("j1", 0.6)], [naps("j2", 0.3)], [a_job("j3")]]
    worker = start_worker(
        scripted.url, blocks, env={"PYTHONPATH": str(tmp_path / "clock"), "JOB_TIMEOUT": "20"}
    )
    assert [scripted.result(job)["status"] for job in ("j1", "j2", "j3")] == ["success"] * 3
    pings = len(scripted.asked("ping"))
    time.sleep(1.2)
    assert 1 <= len(scripted.asked("ping")) - pings <= 4
    assert worker.stop() == 0
    assert outbox_rows(worker.directory / "state") == {}


def test_an_engine_that_moved_elsewhere_is_named(scripted, start_worker, blocks):
    scripted.rules["register"] = lambda request: (308, {})
    worker = start_worker(scripted.url, blocks, serving=False)
    assert worker.ends() == 1
    assert "308 Permanent Redirect" in worker.log()
