from __future__ import annotations

from pathlib import Path

import pytest

from lab import peers


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    peers._made.cache_clear()
    yield
    peers._made.cache_clear()


def test_a_machine_without_the_right_python_is_told_so(monkeypatch):
    monkeypatch.setattr(peers, "_candidates", lambda: iter([Path("/no/such/python")]))
    with pytest.raises(peers.PeerUnavailable, match=r"needs Python 3\.12"):
        peers.peer_python("client")


def test_an_environment_that_is_there_is_used_and_a_broken_one_is_made_again(monkeypatch, tmp_path):
    made = []

    def make(command):
        python = Path(command[0])
        if command[2] == "venv":
            made.append(command[3])
            python = Path(command[3]) / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.write_text("#!/bin/sh\necho 3 12\n")
            python.chmod(0o755)
        return ""

    monkeypatch.setattr(peers, "_base_python", lambda: Path("python3.12"))
    monkeypatch.setattr(peers, "_failure", make)
    python = peers.peer_python("client")
    peers._made.cache_clear()
    assert (peers.peer_python("client"), len(made)) == (python, 1)
    python.unlink()
    peers._made.cache_clear()
    assert (peers.peer_python("client"), len(made)) == (python, 2)
    assert peers.peer_python("published") != python


def test_what_cannot_be_installed_is_named(monkeypatch):
    monkeypatch.setattr(peers, "_base_python", lambda: Path("python3.12"))
    monkeypatch.setattr(peers, "_failure", lambda command: "ERROR: no index" if "pip" in command else "")
    with pytest.raises(
        peers.PeerUnavailable, match=r"needs neops-workflow-engine-client==.*: ERROR: no index"
    ):
        peers.peer_python("client")


def test_our_sdk_brings_what_it_needs_of_its_own_dependencies():
    assert [line.split(">=")[0] for line in peers.requirements("client")[1:]] == sorted(peers.OUR_SDK_NEEDS)
