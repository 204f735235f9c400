"""The drivers on real FRRouting routers behind real OpenSSH."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "lab" / "frr_script.py"


@pytest.fixture(scope="module")
def lab(frr_lab):
    return frr_lab(2, lines=400)


@pytest.fixture(params=["netmiko", "scrapli"])
def run(request, lab):
    if request.param == "scrapli":
        pytest.importorskip("scrapli")

    def session(commands, *, router=0, timeout=10.0, **changes):
        device = lab.devices[router]
        settings = {
            **vars(device),
            "known_hosts": str(lab.known_hosts),
            "host_key": "strict",
            "connect_timeout": 5.0,
            **changes,
        }
        given = {"driver": request.param, "settings": settings, "commands": commands, "timeout": timeout}
        done = lab.exec([sys.executable, str(SCRIPT), json.dumps(given)])
        assert "Traceback" not in done.stderr
        return json.loads(done.stdout)

    session.driver = request.param
    return session


def test_commands_answer_whole_and_unpaged(run):
    answer = run(["show version", "show running-config", "show version"])
    assert answer["error"] is None
    version, config, again = answer["outputs"]
    assert version.startswith("FRRouting 8.4")
    assert version.split("\n")[0] == again.split("\n")[0]
    assert config.count("prefix-list") >= 400
    assert config.rstrip().endswith("end")
    assert "r1#" not in version + config


def test_a_wrong_command_is_rejected(run):
    answer = run(["show nonsense"])
    assert answer["error"]["code"] == "command_rejected"
    assert "show nonsense" in answer["error"]["message"]


def test_a_key_file_logs_in(run, lab):
    answer = run(["show version"], password=None, key_file=str(lab.key_file))
    assert answer["error"] is None


def test_a_key_that_is_refused_is_followed_by_the_password(run, tmp_path):
    key = tmp_path / "id_ed25519"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    error = run(["show version"], key_file=str(key))["error"]
    assert error is None or (run.driver == "scrapli" and error["code"] == "auth_failed")


def test_a_wrong_password_is_named(run):
    assert run([], password="wrong-one")["error"]["code"] == "auth_failed"


def test_an_unknown_host_key_is_named(run, tmp_path):
    assert run([], known_hosts=str(tmp_path / "empty"))["error"]["code"] == "host_key_unknown"


def test_no_router_at_the_address(run, lab):
    host = lab.devices[0].host.rsplit(".", 1)[0] + ".200"
    answer = run([], host=host, connect_timeout=4.0)
    assert answer["error"]["code"] in ("unreachable", "connect_timeout")
    assert answer["seconds"] < 5.0


def test_an_unplugged_router_is_a_timeout(run, lab):
    lab.link("r2", "down")
    try:
        answer = run([], router=1, connect_timeout=1.0)
    finally:
        lab.link("r2", "up")
    assert answer["error"]["code"] in ("unreachable", "connect_timeout")
    assert answer["seconds"] < 3.0
