"""`neops-blocks doctor`: finds what is wrong, says what to do, and changes nothing."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from neops_worker_sdk.worker.outbox import Outbox, directory_of

ENGINE = Path(__file__).parents[2] / "engine"
NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def doctor(cli):
    """doctor(*options): (exit code, its document)."""

    def run(*options, env=None):
        done = cli("doctor", "--format", "json", *options, env=env)
        return done.code, done.json

    return run


def problems(document, subject):
    return [remark["text"] for remark in document["checks"][subject] if remark["status"] == "problem"]


def remarks(document, subject):
    return [(remark["status"], remark["text"]) for remark in document["checks"][subject]]


def test_an_installation_that_works_has_no_problem(cli, tmp_path):
    done = cli("doctor")
    assert done.code == 0
    assert done.out.endswith("\nno problems\n")
    assert "the driver netmiko loads in" in done.out
    assert "neops_worker_sdk is ours" in done.out
    assert list(tmp_path.iterdir()) == []


def test_the_document_has_every_check_and_every_setting(doctor):
    code, document = doctor()
    assert (code, document["ok"], document["problems"]) == (0, True, 0)
    assert list(document["checks"]) == [
        "software",
        "packages",
        "drivers",
        "settings",
        "blocks",
        "engine",
        "state",
    ]
    assert {"text", "status", "hint", "data"} == set(document["checks"]["software"][0])
    libraries = next(
        r["data"]["libraries"] for r in document["checks"]["software"] if "libraries" in r["data"]
    )
    assert {"click", "httpx", "netmiko", "pydantic"} <= libraries.keys()
    assert document["settings"]["poll_interval"] == {"place": "default", "called": "", "shown": "10"}


def test_settings_are_shown_with_their_origin_and_without_secrets(cli, tmp_path):
    (tmp_path / ".env").write_text("WORKER_NAME=w1\n")
    (tmp_path / "neops-blocks.toml").write_text("[worker]\nmax_claim = 3\n")
    done = cli("doctor", env={"ENGINE_TOKEN": "s3cret", "POLL_INTERVAL": "4"})
    text = " ".join(done.out.split())
    assert f"name w1 ({tmp_path}/.env: WORKER_NAME)" in text
    assert f"max_claim 3 ({tmp_path}/neops-blocks.toml: worker.max_claim)" in text
    assert "poll_interval 4 (environment: POLL_INTERVAL)" in text
    assert "token *** (environment: ENGINE_TOKEN)" in text
    assert "s3cret" not in done.out + done.err


def test_wrong_settings_are_problems_and_do_not_end_the_examination(doctor):
    code, document = doctor(env={"POLL_INTERVAL": "soon", "METRICS_PORT": "x"})
    assert code == 1
    assert [text.partition("=")[0] for text in problems(document, "settings")] == [
        "POLL_INTERVAL",
        "METRICS_PORT",
    ]
    assert document["checks"]["state"]


def test_a_token_in_a_file_that_others_can_read_is_noted(doctor, tmp_path):
    file = tmp_path / ".env"
    file.write_text("ENGINE_TOKEN=s3cret\n")
    file.chmod(0o644)
    _, document = doctor()
    assert remarks(document, "settings") == [("note", f"other users can read {file}, which holds the token")]
    file.chmod(stat.S_IRUSR)
    assert remarks(doctor()[1], "settings") == []


def test_blocks_are_read_as_a_worker_reads_them(doctor, device_block, tmp_path):
    (tmp_path / "broken.py").write_text("import neops_worker_sdk.registry\n1 / 0\n")
    code, document = doctor("--blocks", ".", "--blocks", "missing")
    assert code == 1
    found = remarks(document, "blocks")
    assert ("problem", f"{tmp_path}/broken.py:2: ZeroDivisionError: division by zero") in found
    assert ("problem", f"{tmp_path}/missing: cannot be read: No such file or directory") in found
    assert found[-1][0] == "ok"
    assert "fb.example.com/version_of:1.0.0" in found[-1][1]


def test_directories_without_blocks_are_a_problem(doctor, tmp_path):
    (tmp_path / "empty").mkdir()
    assert problems(doctor("--blocks", "empty")[1], "blocks") == [f"there are no blocks in {tmp_path}/empty"]


def test_an_engine_that_does_not_answer_is_a_problem(doctor):
    code, document = doctor("--engine", NOBODY)
    assert code == 1
    (text,) = problems(document, "engine")
    assert text.startswith(f"the engine does not answer: cannot reach {NOBODY}/")
    assert "neops-blocks engine" in document["checks"]["engine"][0]["hint"]


def test_an_engine_that_answers_tells_its_version(doctor, dev_engine):
    code, document = doctor("--engine", dev_engine.url)
    assert code == 0
    (remark,) = document["checks"]["engine"]
    assert remark["status"] == "ok"
    assert remark["data"]["milliseconds"] > 0
    assert "long-poll" in remark["data"]["extensions"]


@pytest.mark.parametrize(
    ("token", "found"),
    [
        ("", ("problem", "the engine asks for a token: ")),
        ("wrong", ("problem", "the token is not the engine's: ")),
        ("right", ("ok", "the engine takes the token, or asks for none")),
    ],
)
def test_whether_the_engine_takes_the_token(doctor, start_dev_engine, token, found):
    engine = start_dev_engine("--token", "right")
    _, document = doctor("--engine", engine.url, env={"ENGINE_TOKEN": token})
    status, text = remarks(document, "engine")[-1]
    assert status == found[0]
    assert text.startswith(found[1])


def test_a_state_directory_that_cannot_be_made_is_a_problem(doctor, tmp_path):
    (tmp_path / "file").write_text("")
    code, document = doctor("--state-dir", "file/below")
    assert code == 1
    assert problems(document, "state")[0].startswith(f"{tmp_path}/file/below cannot be written: ")


def test_results_that_wait_or_were_refused_are_counted(doctor, tmp_path):
    directory = directory_of(tmp_path / "state", NOBODY)
    directory.mkdir(parents=True)
    outbox = Outbox(directory / "outbox-0.sqlite3")
    for job in ("j1", "j2", "j3"):
        outbox.put(job, b"{}")
    outbox.refused("j3", "no")
    outbox.close()
    _, document = doctor("--state-dir", "state", "--engine", NOBODY)
    found = remarks(document, "state")[1:]
    assert [status for status, _ in found] == ["note", "problem"]
    assert found[0][1].startswith("2 results wait in ")
    assert found[1][1].startswith("the engine has refused 1 results")


def test_an_outbox_in_use_is_left_alone(doctor, tmp_path):
    directory = directory_of(tmp_path / "state", NOBODY)
    directory.mkdir(parents=True)
    outbox = Outbox(directory / "outbox-0.sqlite3")
    try:
        _, document = doctor("--state-dir", "state", "--engine", NOBODY)
    finally:
        outbox.close()
    assert "is used by a worker at this moment" in remarks(document, "state")[1][1]


def test_another_package_that_hides_the_sdk_is_named(doctor, tmp_path):
    other = tmp_path / "other/neops_worker_sdk"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("")
    code, document = doctor(env={"PYTHONPATH": f"{other.parent}:{ENGINE}"})
    assert code == 1
    (text,) = problems(document, "packages")
    assert text.startswith(f"`import neops_worker_sdk` finds {other}, not ours beside it in {ENGINE}")
    assert "PYTHONPATH" in document["checks"]["packages"][0]["hint"]


def test_the_published_sdk_beside_ours_is_named(doctor, tmp_path):
    info = tmp_path / "other/neops_worker_sdk-0.2.0b7.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: neops-worker-sdk\nVersion: 0.2.0b7\n")
    (info / "top_level.txt").write_text("neops_worker_sdk\n")
    code, document = doctor(env={"PYTHONPATH": f"{ENGINE}:{info.parent}"})
    assert code == 1
    assert problems(document, "packages")[0].startswith(
        "neops_worker_sdk also comes from neops-worker-sdk 0.2.0b7: "
    )
    assert "pip uninstall neops-worker-sdk" in document["checks"]["packages"][0]["hint"]
