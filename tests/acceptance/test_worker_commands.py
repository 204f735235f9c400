"""`neops-blocks worker` and `neops_worker`: what they take, what they say, how they end."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from lab.worker_fixtures import COMMAND, worker_processes

ENGINE = Path(__file__).parents[2] / "engine"
PLAIN = (sys.executable, "-m", "neops_worker_sdk.cli.neops_worker")
DEFAULTS_OF_SDK = {
    "POLL_INTERVAL": "10",
    "HEARTBEAT_INTERVAL": "20",
    "SHUTDOWN_TIMEOUT": "60",
    "JOB_TIMEOUT": "660",
}
GREETING = """\
schema: function-block/v1
name: greeting
package: fb.example.com
version: 1.0.0
description: Greets.
run_on: global
type: execute
parameters:
  whom: {type: string, description: Whom to greet.}
  key: {type: [string, "null"], secret: true, default: null, description: Not for anybody.}
steps:
  - id: say
    set: "Hello {{ params.whom }} {{ params.key }}"
result:
  message: "{{ steps.say.value }}"
"""
CHATTY = """\
import logging
from neops_worker_sdk.function_block import *
from neops_worker_sdk.registry import Registration, register_function_block


@register_function_block(
    Registration("chatty", "d", "fb.example.com", "global", "execute", FunctionBlockParams, FunctionBlockResultData)
)
class Chatty(FunctionBlock):
    async def run(self, params, context):
        for _ in range(20_000):
            logging.getLogger("author").warning("x" * 200)
        return FunctionBlockResult(success=True, message="said it all")

    async def acquire(self, params):
        raise NotImplementedError
"""


@pytest.fixture
def workers(tmp_path):
    with worker_processes(tmp_path / "workers") as start:
        yield start


@pytest.fixture
def blocks(tmp_path):
    directory = tmp_path / "served"
    directory.mkdir()
    (directory / "greeting.block.yaml").write_text(GREETING, encoding="utf-8")
    return directory


@pytest.fixture
def plain(tmp_path):
    """plain(*arguments): `neops_worker` in an empty directory, with nothing in its environment."""

    def run(*arguments, env=None, files=None):
        for name, text in (files or {}).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return subprocess.run(
            [*PLAIN, *arguments],
            cwd=tmp_path,
            env={"HOME": str(tmp_path), "PYTHONPATH": str(ENGINE), **(env or {})},
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )

    return run


def result_of(http, submission):
    job = submission["jobs"][0]["jobId"]
    for _ in range(40):
        answer = http.get(
            f"/dev/submissions/{submission['submissionId']}/events", params={"wait": 1, "after": 0}
        )
        if answer.json()["finished"]:
            break
    return http.get(f"/dev/jobs/{job}").json()


def run_block(http, block, parameters=None):
    body = {"functionBlock": block, "parameters": parameters or {}}
    answer = http.post("/dev/submissions", json=body)
    assert answer.status_code == 202, answer.text
    return result_of(http, answer.json())


@pytest.fixture
def http(dev_engine):
    with dev_engine.client() as client:
        yield client


def test_the_help_names_every_variable_and_its_default(cli):
    text = " ".join(cli("worker", "--help").out.split())
    for variable, default in DEFAULTS_OF_SDK.items():
        assert f"[{variable}; default: {default}]" in text
    for variable in ("URL_BLACKBOARD", "DIR_FUNCTION_BLOCKS", "ENGINE_TOKEN_FILE", "METRICS_PORT"):
        assert f"[{variable}]" in text


def test_without_an_engine_it_says_every_way_of_giving_one(cli):
    done = cli("worker")
    assert done.code == 2
    for way in ("--engine URL", "URL_BLACKBOARD", ".env", "neops-blocks.toml", "neops-blocks engine"):
        assert way in done.err


def test_without_blocks_it_says_every_way_of_giving_some(cli):
    done = cli("worker", "--engine", "http://127.0.0.1:1")
    assert done.code == 2
    for way in ("--blocks DIR", "DIR_FUNCTION_BLOCKS", "neops-blocks.toml"):
        assert way in done.err


def test_every_wrong_setting_is_named_at_once(cli, tmp_path):
    (tmp_path / "neops-blocks.toml").write_text("[worker]\nheartbeat = 3\n")
    done = cli(
        *("worker", "--engine", "temporal://127.0.0.1:7233/x", "--poll-interval", "soon"),
        env={"METRICS_PORT": "http"},
    )
    assert done.code == 2
    assert (
        "--engine='temporal://127.0.0.1:7233/x' (command line): Temporal is not in this version" in done.err
    )
    assert "--poll-interval='soon' (command line): give seconds" in done.err
    assert "METRICS_PORT='http' (environment): give a whole number" in done.err
    assert "there is no setting worker.heartbeat; did you mean 'heartbeat_interval'?" in done.err


def test_settings_come_from_options_environment_dotenv_and_file(workers, dev_engine, http, blocks, tmp_path):
    directory = tmp_path / "workers/w"
    directory.mkdir(parents=True)
    (directory / ".env").write_text(f"URL_BLACKBOARD={dev_engine.url}\nWORKER_NAME=from-dotenv\n")
    (directory / "neops-blocks.toml").write_text('[worker]\nblocks = ["../../served"]\nname = "from-file"\n')
    none = {"URL_BLACKBOARD": None, "DIR_FUNCTION_BLOCKS": None, "WORKER_NAME": None}
    worker = workers(None, None, env={**none, "WORKER_IP_ADDRESS": "192.0.2.7"})
    (known,) = http.get("/workers").json()
    assert (known["name"], known["ipAddress"]) == ("from-dotenv", "192.0.2.7")
    assert worker.stop() == 0
    assert http.get("/workers").json()[0]["state"] == "offline"


def test_the_log_is_json_with_the_places_of_a_job_and_without_its_secrets(workers, dev_engine, http, blocks):
    worker = workers(dev_engine.url, blocks, "--log-format", "json", serving=False)
    worker.says("serves 1 block")
    job = run_block(http, "fb.example.com/greeting", {"whom": "Ada", "key": "s3cret-key"})
    assert job["result"]["message"] == "Hello Ada ***"
    assert worker.stop() == 0
    lines = [json.loads(line) for line in worker.log().splitlines()]
    assert {"ts", "level", "logger", "message"} <= set.intersection(*(set(line) for line in lines))
    of_job = [line for line in lines if line.get("job") == job["jobId"]]
    assert {line["block"] for line in of_job} == {"fb.example.com/greeting:1.0.0"}
    assert any("Hello Ada ***" in line["message"] for line in of_job)
    assert "s3cret-key" not in worker.log()


def test_metrics_are_served_on_a_port(workers, dev_engine, http, blocks):
    worker = workers(dev_engine.url, blocks, "--metrics-port", "0")
    url = worker.says(r"Metrics are served on (http://127\.0\.0\.1:\d+/metrics)")[1]
    run_block(http, "fb.example.com/greeting", {"whom": "Ada"})
    with urllib.request.urlopen(url, timeout=5) as answer:
        text = answer.read().decode()
    block = 'block="fb.example.com/greeting:1.0.0"'
    assert f'neops_worker_jobs_total{{{block},kind="execute",outcome="success"}} 1.0' in text
    assert 'neops_worker_results_total{outcome="delivered"}' in text
    assert worker.stop() == 0


def test_a_port_of_metrics_that_is_taken_says_what_to_change(workers, blocks):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        worker = workers("http://127.0.0.1:1", blocks, "--metrics-port", str(port), serving=False)
        assert worker.ends() == 1
    assert f"metrics cannot be served on 127.0.0.1 port {port}" in worker.log()
    assert "METRICS_PORT" in worker.log()


def test_strict_does_not_start_with_a_broken_file(workers, blocks):
    (blocks / "broken.py").write_text("register_function_block = 1\nraise ValueError('broken')\n")
    worker = workers("http://127.0.0.1:1", blocks, "--strict", serving=False)
    assert worker.ends() == 1
    assert "broken.py:2: ValueError: broken" in worker.log()
    assert "strict" in worker.log()


def test_a_log_that_nobody_reads_stalls_no_job(dev_engine, http, blocks, tmp_path):
    """The job logs 20,000 lines into a pipe that holds a few hundred."""
    (blocks / "chatty.py").write_text(CHATTY)
    env = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ENGINE), "POLL_INTERVAL": "0.2"}
    arguments = ("--engine", dev_engine.url, "--blocks", str(blocks))
    reader, writer = os.pipe()
    with subprocess.Popen([*COMMAND, *arguments], cwd=tmp_path, env=env, stderr=writer) as worker:
        os.close(writer)
        try:
            said = b""
            while b"serves 2 blocks" not in said:
                said += os.read(reader, 65536)
            job = run_block(http, "fb.example.com/chatty")
            assert job["result"]["message"] == "said it all"
            worker.terminate()
            assert worker.wait(20) == 0
        finally:
            worker.kill()
            os.close(reader)


def test_the_plain_worker_takes_no_arguments(plain):
    done = plain("--engine", "x")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: neops_worker\n")
    assert plain("--help").returncode == 0


def test_the_plain_worker_says_what_is_wrong_with_its_environment(plain):
    done = plain(env={"POLL_INTERVAL": "x", "MAX_CLAIM": "0"})
    assert done.returncode == 2
    assert [line.partition("=")[0] for line in done.stderr.splitlines()] == [
        "neops_worker: POLL_INTERVAL",
        "neops_worker: MAX_CLAIM",
    ]


def test_the_plain_worker_without_an_engine_names_the_variable(plain):
    done = plain()
    assert done.returncode == 1
    assert "set URL_BLACKBOARD" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_plain_worker_reads_dotenv_from_the_working_directory_and_no_other_file(
    workers, dev_engine, http, blocks, tmp_path
):
    directory = tmp_path / "workers/w"
    directory.mkdir(parents=True)
    (directory / ".env").write_text(f"URL_BLACKBOARD={dev_engine.url}\nDIR_FUNCTION_BLOCKS={blocks}\n")
    (directory / "neops-blocks.toml").write_text('[worker]\nip_address = "from-file"\n')
    worker = workers(None, None, env={"URL_BLACKBOARD": None, "DIR_FUNCTION_BLOCKS": None}, command=PLAIN)
    assert http.get("/workers").json()[0]["ipAddress"] is None
    assert worker.stop() == 0


def test_importing_the_plain_worker_loads_nothing_that_takes_time():
    code = "import sys, neops_worker_sdk.cli.neops_worker; print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ENGINE)},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    for name in ("asyncio", "pydantic", "httpx", "netmiko", "paramiko", "dotenv", "logging"):
        assert f"'{name}'" not in done.stdout
