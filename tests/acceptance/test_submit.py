"""`neops-blocks submit` as its users see it: a real engine, real workers, emulated devices."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lab import engine_api
from lab.engine_fixtures import DevEngine
from lab.odd_engine import odd_engine
from lab.terminals import on_terminal
from lab.worker_fixtures import worker_processes

pytest.importorskip("uvicorn")

ROOT = Path(__file__).parents[2]
MIXED = ROOT / "examples" / "mixed"
KEYS = [
    "block",
    "success",
    "message",
    "data",
    "elapsed",
    "dry_run",
    "hosts",
    "db_updates",
    "warnings",
    "submission",
]
GREETING = "fb.example.com/greeting:1.0.0"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The URL of an engine with a worker that serves examples/mixed and the shipped blocks."""
    root = tmp_path_factory.mktemp("served")
    engine = DevEngine(root / "engine.sqlite")
    engine.start()
    try:
        with worker_processes(root) as start:
            start(engine.url, None, "--blocks", str(MIXED), "--blocks", str(ROOT / "blocks"))
            yield engine.url
    finally:
        engine.stop()


@pytest.fixture
def submit(cli, served):
    """submit("greeting", ...) -> Done, at the engine whose worker serves it."""
    return lambda *arguments, **options: cli(
        "submit", *arguments, env={"URL_BLACKBOARD": served, **options.pop("env", {})}, **options
    )


def test_a_job_is_submitted_and_its_result_awaited(submit):
    done = submit("greeting", "-p", "who=world", "--wait", "--format", "json")
    assert done.code == 0, done.err
    assert list(done.json) == KEYS
    assert (done.json["block"], done.json["message"]) == (GREETING, "hello, world")
    assert done.json["data"]["words"] == "hello, world"
    assert "1 job submitted: http://127.0.0.1:" in done.err
    done = submit(MIXED / "greeting.block.yaml", "--wait")
    assert done.out.startswith("ok  hello, network  (")


def test_without_waiting_the_ids_are_printed_and_the_jobs_can_be_followed(submit):
    done = submit("fb.example.com/greeting:1", "--format", "json")
    assert done.code == 0, done.err
    receipt = done.json
    assert receipt["block"] == GREETING
    assert receipt["page"] == f"{receipt['engine']}/ui/submissions/{receipt['submission']}"
    assert [job["entity"] for job in receipt["jobs"]] == [None]
    done = submit("--follow", receipt["submission"], "--format", "json")
    assert (done.code, done.json["message"]) == (0, "hello, network"), done.err
    assert done.json["submission"] == receipt["submission"]
    done = submit("greeting")
    assert f"follow      neops-blocks submit --follow {done.out.split()[4]}" in done.out.splitlines()


def test_a_device_block_gives_one_document_for_all_its_jobs(submit, emulator):
    lab = emulator(count=3, faults={"sw2": "auth"})
    done = submit("software", "-i", lab.inventory, "--wait", "--format", "json")
    assert done.code == 1, done.err
    document = done.json
    assert list(document) == KEYS
    assert (document["success"], document["message"]) == (False, "3 devices, 1 failed")
    assert list(document["hosts"]) == ["sw1", "sw2", "sw3"]
    assert document["data"]["sw1"]["version"] == "15.2(7)E3"
    assert "sw2" not in document["data"] or document["data"]["sw2"].get("version") is None
    assert document["hosts"]["sw3"]["steps"]["version"]["ok"]
    error = document["hosts"]["sw2"]["error"]
    assert (error["code"], error["step"]) == ("auth_failed", "version")
    assert "software.block.yaml:" in error["where"]
    assert "3 jobs submitted" in done.err


def test_the_table_and_the_lines_are_those_of_run(submit, emulator):
    lab = emulator(count=2, faults={"sw2": "auth"})
    done = submit("software", "-i", lab.inventory, "--wait")
    assert done.code == 1
    text = " ".join(done.out.split())
    for part in ("device state time result", "auth_failed", "(step version,", "hint: check the user name"):
        assert part in text
    assert text.index("sw1 ok") < text.index("sw2 failed") < text.index("failed 2 devices, 1 failed")
    assert "auth_failed" not in done.err  # what the result says is not said twice
    done = submit("software", "-i", lab.inventory, "--wait", "--format", "jsonl", "--device", "sw1", "-v")
    host, summary = map(json.loads, done.out.splitlines())
    assert (host["host"], host["ok"], host["steps"]["version"]["ok"]) == ("sw1", True, True)
    assert list(summary) == [key for key in KEYS if key != "hosts"]
    assert "info: started device='sw1'" in done.err


def test_group_blocks_in_yaml_and_python(submit, emulator):
    lab = emulator(count=2)
    done = submit("device_facts", "-i", lab.inventory, "--wait", "--format", "json")
    assert done.code == 0, done.err
    assert set(done.json["data"]["facts"]) == set(done.json["hosts"]) == {"sw1", "sw2"}
    done = submit("answer_times", "-i", lab.inventory, "--wait", "--format", "json")
    assert (done.code, done.json["message"]) == (0, "2 of 2 devices answer"), done.err


BAD = {
    "unknown block": (
        ["greting"],
        ["did you mean 'fb.example.com/greeting'?", "it has: ", "neops-blocks worker"],
    ),
    "unknown version": (["greeting:7"], ["has no block greeting:7, but fb.example.com/greeting:1.0.0"]),
    "no such file": (["nope.block.yaml"], ["nope.block.yaml: there is no such file"]),
    "invalid block": (["broken.block.yaml"], ["the block is not valid"]),
    "no inventory": (["software"], ["runs on devices: -i FILE is missing"]),
    "parameters": (
        ["greeting", "-p", "whom=x", "-p", "who=1"],
        [
            "whom: there is no such parameter; did you mean 'who'?",
            "who: expected string, got integer 1 — Whom to",
        ],
    ),
    "nothing": ([], ["Missing argument 'BLOCK', or --follow SUBMISSION"]),
    "both": (["greeting", "--follow", "x"], ["--follow needs no BLOCK"]),
    "unknown submission": (["--follow", "../x"], ["knows no submission ../x"]),
    "engine not there": (
        ["greeting", "--engine", "http://127.0.0.1:1"],
        ["no engine answers", "neops-blocks engine"],
    ),
    "no address": (
        ["greeting", "--engine", "127.0.0.1"],
        ["--engine='127.0.0.1' (command line): give a URL such as http"],
    ),
    "no token file": (["greeting", "--token-file", "nope"], ["nope cannot be read: No such file"]),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_submitted_is_a_message_and_exit_code_2(submit, block, case):
    block("broken.block.yaml", "schema: function-block/v1\nname: broken\n")
    arguments, texts = BAD[case]
    done = submit(*arguments)
    assert done.code == 2, done.err
    assert done.out == ""
    for text in texts:
        assert text in done.err


@pytest.mark.parametrize(
    "answer", [b"<html>", (500, "x"), (201, {"version": "1"}), (403, {"message": "no"}), []]
)
def test_whatever_else_listens_there_is_a_message(cli, answer):
    with odd_engine({"*": answer}) as server:
        for arguments in (["greeting"], ["--follow", "x"]):
            done = cli("submit", *arguments, "--engine", server.url)
            assert (done.code, done.out) == (2, "")
            assert server.url in done.err


class FakeWorker:
    """Takes jobs of one block when a test says so."""

    def __init__(self, http, **fields):
        self.http = http
        self.id = engine_api.register_worker(self.http, "by-hand")
        self.block = engine_api.register_block(self.http, self.id, "by_hand", **fields)

    def claim(self):
        [job] = engine_api.poll(self.http, self.id, self.block, waitSeconds=20)
        return job

    def tell(self, job, *events):
        events = [{"jobId": job["jobId"], "at": "2026-01-01T00:00:00.000Z", **event} for event in events]
        answer = self.http.post("/dev/events", json={"workerId": self.id, "events": events})
        assert answer.status_code == 201

    def push(self, job, **fields):
        assert engine_api.push(self.http, job["jobId"], **fields) == 201


@pytest.fixture
def fake_worker(dev_engine):
    with dev_engine.client() as http:
        yield FakeWorker(http)


class Running:
    """A command that runs, and what it has written to standard error until now."""

    def __init__(self, process):
        self.process, self.err = process, ""
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            with self._changed:
                self.err += line
                self._changed.notify_all()

    def says(self, text, seconds=20):
        with self._changed:
            assert self._changed.wait_for(lambda: text in self.err, seconds), self.err

    def ends(self):
        out = self.process.stdout.read()
        code = self.process.wait(30)
        self._reader.join()
        assert "Traceback" not in self.err, self.err
        return code, out


@pytest.fixture
def begin(tmp_path, dev_engine):
    """begin("by_hand", "--wait") -> Running, a submit at the engine without a worker."""
    begun = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "neops_blocks.cli", "submit", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "HOME": str(tmp_path), "URL_BLACKBOARD": dev_engine.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(Running(process))
        return begun[-1]

    yield start
    for running in begun:
        running.process.kill()
        running.ends()
        running.process.stdout.close()
        running.process.stderr.close()


def test_nobody_serves_the_block_is_said_after_two_seconds(begin, fake_worker):
    fake_worker.http.post(f"/workers/{fake_worker.id}/unregister")
    running = begin("by_hand", "--wait", "--format", "json")
    running.says("no worker serves fb.t.io/by_hand:1.0.0 yet: neops-blocks worker --engine http://127.0.0.1:")
    fake_worker.http.post(f"/workers/{fake_worker.id}/ping")
    fake_worker.push(fake_worker.claim(), message="late")
    code, out = running.ends()
    assert (code, json.loads(out)["message"]) == (0, "late")


def test_workers_that_are_busy_are_named(begin, fake_worker):
    running = begin("by_hand", "--wait")
    running.says("waiting: busy with other jobs: by-hand")


def test_warnings_of_the_job_are_shown_and_its_deadline_is_passed_on(begin, fake_worker):
    running = begin("by_hand", "--wait", "--timeout", "7.5", "--format", "json")
    job = fake_worker.claim()
    assert job["deadlineSeconds"] == 7.5
    fake_worker.tell(
        job,
        {"kind": "log", "level": "info", "text": "not worth it", "context": {}},
        {
            "kind": "log",
            "level": "warning",
            "text": "by_hand.py:3 held the loop",
            "context": {"device": "sw1"},
        },
        {"kind": "nonsense", "level": 5},
    )
    running.says("warning: by_hand.py:3 held the loop device='sw1'")
    report = {"elapsed": 3, "hosts": {}, "warnings": [], "blocking": [{"text": "held for 1 s", "seconds": 1}]}
    fake_worker.push(job, success=False, message="no", report=report)
    code, out = running.ends()
    assert code == 1
    assert json.loads(out)["warnings"] == ["held for 1 s"]
    assert "not worth it" not in running.err


def test_ctrl_c_leaves_the_jobs_alone_and_tells_how_to_follow_them(begin, cli, dev_engine, fake_worker):
    running = begin("by_hand", "--wait", "--format", "json", "--engine", dev_engine.url)
    job = fake_worker.claim()
    running.says("1 job submitted")
    running.process.send_signal(signal.SIGINT)
    code, out = running.ends()
    assert (code, out) == (130, "")
    line = next(line for line in running.err.splitlines() if "the jobs go on without this command" in line)
    again = line.partition("neops-blocks ")[2].split()
    fake_worker.push(job, message="went on")
    done = cli(*again, "--format", "json")
    assert (done.code, done.json["message"]) == (0, "went on"), done.err


def test_an_engine_that_is_started_again_is_no_end(begin, dev_engine, fake_worker):
    running = begin("by_hand", "--wait", "--format", "json")
    job = fake_worker.claim()
    running.says("1 job submitted")
    dev_engine.kill()
    running.says("trying again for 60 s")
    dev_engine.restart()
    running.says("the engine answers again")
    fake_worker.push(job, message="after all")
    code, out = running.ends()
    assert (code, json.loads(out)["message"]) == (0, "after all")


def test_what_only_the_engine_can_judge_is_shown_the_same_way(cli, dev_engine):
    schema = {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
        "dependentRequired": {"a": ["b"]},
    }
    with dev_engine.client() as http:
        engine_api.register_block(http, name="paired", parameterJsonSchema=schema)
        done = cli("submit", "paired", "-p", "a=1", "--engine", dev_engine.url)
        assert done.code == 2
        assert "the submission does not fit fb.t.io/paired:1.0.0, says the engine:\n  " in done.err
        assert http.get("/blackboard/jobs").json() == []


def test_secrets_are_shown_nowhere(cli, dev_engine, block):
    schema = {"type": "object", "properties": {"key": {"type": "string", "writeOnly": True, "maxLength": 9}}}
    inventory = block("i.yaml", "devices: [{name: a, platform: ios, username: u, password: pa55word}]\n")
    with dev_engine.client() as http:
        engine_api.register_block(http, name="secretive", parameterJsonSchema=schema)
        for key, code in (("hunter22", 0), ("hunter22-too-long", 2)):
            done = cli(
                "submit", "secretive", "-p", f"key={key}", "-i", inventory, "-vv", "--engine", dev_engine.url
            )
            assert done.code == code
            assert "hunter22" not in done.out + done.err
            assert "pa55word" not in done.out + done.err


def test_the_token_comes_from_the_environment_or_a_file(cli, start_dev_engine, tmp_path):
    engine = start_dev_engine("--token", "s3cret-t0ken")
    (tmp_path / "token").write_text("s3cret-t0ken\n")
    for options, env, text in (
        ([], {}, "wants a token"),
        ([], {"ENGINE_TOKEN": "another"}, "refuses the token"),
        ([], {"ENGINE_TOKEN": "s3cret-t0ken"}, "knows no blocks at all"),
        (["--token-file", "token"], {"ENGINE_TOKEN": "another"}, "knows no blocks at all"),
    ):
        done = cli("submit", "greeting", "--engine", engine.url, *options, env=env)
        assert done.code == 2
        assert text in done.err
        assert "s3cret" not in done.err


def test_the_engine_is_found_where_a_worker_finds_it(cli, dev_engine, tmp_path):
    (tmp_path / ".env").write_text(f"URL_BLACKBOARD={dev_engine.url}\n")
    assert f"the engine at {dev_engine.url} knows no blocks" in cli("submit", "greeting").err


def test_progress_is_shown_live_on_a_terminal(emulator, served, tmp_path):
    lab = emulator(count=3, latency=0.6, faults={"sw2": "auth"})
    shown = on_terminal(
        ["submit", "software", "-i", lab.inventory, "--wait"], tmp_path, env={"URL_BLACKBOARD": served}
    )
    assert shown.code == 1, shown.text
    for part in ("0/3", "1 at work", "1 failed", "2/3", "\x1b[32mok"):
        assert part in shown.text
    assert shown.text.index("0/3") < shown.text.index("2/3") < shown.text.index("3 devices, 1 failed")
    assert "Traceback" not in shown.text


def test_ctrl_c_on_a_terminal_gives_it_back_as_it_was(dev_engine, fake_worker, tmp_path):
    shown = on_terminal(
        ["submit", "by_hand", "--wait"],
        tmp_path,
        env={"URL_BLACKBOARD": dev_engine.url},
        stop=lambda text: "waiting for a worker" in text,
    )
    assert shown.code == 130, shown.text
    assert shown.took < 5
    assert (
        "the jobs go on without this command; to follow them again: neops-blocks submit --follow"
        in shown.text
    )
    assert shown.text.rindex("\x1b[?25h") > shown.text.rindex("\x1b[?25l")
