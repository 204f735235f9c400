from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from neops_blocks.cli import main
from neops_blocks.cli.commands.engine import _announce, _token
from neops_blocks.cli.problems import Problem
from neops_dev_engine import Settings

TOKEN = "s3cret-token"


def run(*arguments, env=None):
    """The engine where it ends at once; its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "neops_blocks.cli", "engine", "--port", "0", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **(env or {})},
        timeout=30,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_help_loads_neither_the_engine_nor_its_libraries():
    code = """
import sys
from neops_blocks.cli import main
assert main(['engine', '--help']) == 0
loaded = {'fastapi', 'uvicorn', 'neops_dev_engine', 'pydantic'} & set(sys.modules)
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_without_its_packages_it_says_how_to_install_them(monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "uvicorn" else object())
    assert main(["engine"]) == 2
    assert capsys.readouterr().err == (
        "neops-blocks: the development engine needs the packages uvicorn\n"
        "hint: install them: pip install 'neops-blocks[engine]'\n"
    )


def test_a_port_in_use_is_said(dev_engine, tmp_path):
    port = dev_engine.url.rpartition(":")[2]
    code, said = run("--port", port, "--db", str(tmp_path / "other.sqlite"))
    assert code == 2
    assert said.startswith(
        f"neops-blocks: cannot listen on 127.0.0.1, port {port}: Address already in use\nhint: "
    )
    assert not (tmp_path / "other.sqlite").exists()


def test_an_address_of_another_machine_is_said(tmp_path):
    code, said = run("--host", "192.0.2.1", "--db", str(tmp_path / "engine.sqlite"))
    assert (code, said.splitlines()[0]) == (
        2,
        "neops-blocks: cannot listen on 192.0.2.1, port 0: Cannot assign requested address",
    )


def test_a_database_in_use_is_said(dev_engine):
    code, said = run("--db", str(dev_engine.database))
    assert code == 2
    assert f"{dev_engine.database} is used by another engine\nhint: stop that one" in said


def test_a_database_that_cannot_be_written_is_said(tmp_path):
    code, said = run("--db", str(tmp_path))
    assert code == 2
    assert f"the database {tmp_path} cannot be written" in said


def test_a_database_of_a_newer_version_is_said(tmp_path):
    path = tmp_path / "engine.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    code, said = run("--db", str(path))
    assert code == 2
    assert "the database has schema 99" in said
    assert "upgrade neops-blocks" in said


def test_a_threshold_that_is_no_number_is_said(tmp_path):
    code, said = run("--db", str(tmp_path / "e.sqlite"), env={"WORKER_OFFLINE_THRESHOLD_MS": "soon"})
    assert code == 2
    assert "WORKER_OFFLINE_THRESHOLD_MS" in said
    assert "milliseconds" in said


@pytest.mark.parametrize(
    ("given", "text", "variable", "message"),
    [
        ("", None, "", "the token of --token is empty"),
        ("two words", None, "", "the token of --token is none"),
        (None, "\n", "", "the token of {file} is empty"),
        (None, "sécret", "", "the token of {file} is none"),
        (None, None, "new\nline", "the token of ENGINE_TOKEN is none"),
    ],
)
def test_what_cannot_be_a_token_is_said(tmp_path, monkeypatch, given, text, variable, message):
    file = tmp_path / "token"
    file.write_text(text or "", encoding="utf-8")
    monkeypatch.setenv("ENGINE_TOKEN", variable)
    with pytest.raises(Problem) as said:
        _token(given, file if text is not None else None)
    assert said.value.message == message.format(file=file)


def test_the_options_go_before_the_environment(tmp_path, monkeypatch):
    file = tmp_path / "token"
    file.write_text("of-file\n")
    monkeypatch.setenv("ENGINE_TOKEN", "of-variable")
    assert [_token("given", file), _token(None, file), _token(None, None)] == [
        "given",
        "of-file",
        "of-variable",
    ]
    monkeypatch.setenv("ENGINE_TOKEN", "")
    assert _token(None, None) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_soon_and_in_peace(start_dev_engine, number):
    engine = start_dev_engine()
    with engine.client() as http:  # a connection that stays open
        http.get("/health")
        began = time.monotonic()
        assert engine._end(number) == 0
        assert time.monotonic() - began < 3
    assert engine.log().count("\n") == 1
    assert engine.log() == f"the development engine listens on {engine.url}, its page is {engine.url}/ui\n"


def test_it_logs_requests_on_request_without_secrets(start_dev_engine):
    engine = start_dev_engine("-v", "--token", TOKEN)
    with engine.client(headers={"Authorization": f"Bearer {TOKEN}"}) as http:
        http.put("/dev/entities", json={"devices": [{"hostname": "sw1", "password": "hush"}]})
        http.get("/workers/a%0Ab?token=hush")
    engine.stop()
    log = engine.log()
    assert "PUT /dev/entities 200 " in log
    assert "GET /workers/a%0Ab 404 " in log
    assert TOKEN not in log
    assert "hush" not in log


@pytest.mark.parametrize("how", ["variable", "file"])
def test_a_token_may_come_from_elsewhere(start_dev_engine, tmp_path, how):
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    arguments = ["--token-file", str(file)] if how == "file" else []
    engine = start_dev_engine(*arguments, env={"ENGINE_TOKEN": TOKEN} if how == "variable" else {})
    with engine.client() as http:
        assert http.get("/health").status_code == 401
        assert http.get("/health", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_default_database_is_in_the_users_state_directory(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "neops_blocks.cli", "engine", "--port", "0"],
        stderr=subprocess.PIPE,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
        cwd=tmp_path,
    )
    try:
        assert b"listens on" in process.stderr.readline()
        path = tmp_path / "neops-blocks" / "engine.sqlite"
        assert path.stat().st_mode & 0o777 == 0o600
    finally:
        process.terminate()
        process.communicate()
    assert [file.name for file in tmp_path.iterdir()] == ["neops-blocks"]


def test_an_inventory_becomes_the_engines_entities(start_dev_engine, tmp_path):
    file = tmp_path / "inventory.yaml"
    file.write_text(
        """
defaults: {username: admin, password: {env: LAB_PASSWORD}, platform: ios}
devices:
  - {name: sw1, host: 192.0.2.1, groups: [core]}
  - {name: sw2, host: 192.0.2.2}
groups:
  core: {data: {site: zrh}}
"""
    )
    engine = start_dev_engine("-i", str(file), env={"LAB_PASSWORD": "hush"})
    with engine.client() as http:
        found = http.get("/dev/entities").json()
        text = json.dumps(found)
    devices = {device["hostname"]: device for device in found["devices"]}
    assert {name: device["platform"]["shortName"] for name, device in devices.items()} == {
        "sw1": "ios",
        "sw2": "ios",
    }
    [group] = found["deviceGroups"]
    assert (group["name"], group["facts"]) == ("core", {"site": "zrh"})
    assert [member["id"] for member in group["devices"]] == [devices["sw1"]["id"]]
    assert "hush" not in text
    assert devices["sw1"]["password"] == "***"


def test_an_inventory_without_its_secrets_is_refused(tmp_path):
    file = tmp_path / "inventory.yaml"
    file.write_text("devices: [{name: sw1, host: 192.0.2.1, password: {env: NOT_THERE}}]\n")
    code, said = run("-i", str(file), "--db", str(tmp_path / "e.sqlite"))
    assert code == 2
    assert "NOT_THERE" in said


@pytest.mark.parametrize(
    ("host", "token", "warned"),
    [("192.0.2.1", None, True), ("0.0.0.0", None, True), ("192.0.2.1", "t", False), ("::1", None, False)],
)
def test_an_open_address_without_a_token_is_warned_of(capsys, host, token, warned):
    _announce(Settings(database=Path("unused"), host=host, token=token), "http://192.0.2.1:3030")
    said = capsys.readouterr().err.splitlines()
    assert (
        said[-1]
        == "the development engine listens on http://192.0.2.1:3030, its page is http://192.0.2.1:3030/ui"
    )
    assert said[:-1] == (
        ["warning: whoever reaches this machine can use the engine; give it a --token"] if warned else []
    )
