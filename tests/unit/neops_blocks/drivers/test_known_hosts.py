from __future__ import annotations

import base64
import hmac
import multiprocessing
import threading

import pytest

from neops_blocks.diagnostics import DriverFailure, HostKeyMismatch, HostKeyUnknown
from neops_blocks.drivers import Target
from neops_blocks.drivers.known_hosts import check, keys_of, name_of

KEY, OTHER = b"\x00\x00\x00\x0bssh-ed25519 one", b"\x00\x00\x00\x0bssh-ed25519 two"
KIND = "ssh-ed25519"


def line(names, key=KEY):
    return f"{names} {KIND} {base64.b64encode(key).decode()}\n"


def hashed(name):
    salt = b"0123456789abcdefghij"
    digest = hmac.new(salt, name.encode(), "sha1").digest()
    return f"|1|{base64.b64encode(salt).decode()}|{base64.b64encode(digest).decode()}"


@pytest.fixture
def target(tmp_path):
    def make(text=None, *, host="r1.example", port=22, policy="strict"):
        path = tmp_path / "hosts" / "known_hosts"
        if text is not None:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return Target(name="r1", host=host, platform="ios", port=port, known_hosts=path, host_key=policy)

    return make


@pytest.mark.parametrize(
    ("names", "host", "port", "known"),
    [
        ("r1.example", "r1.example", 22, True),
        ("r1.example", "R1.Example", 22, True),
        ("r1.example", "r1.example", 2222, False),
        ("[r1.example]:2222", "r1.example", 2222, True),
        ("[r1.example]:2222", "r1.example", 22, False),
        ("other,r1.example,10.0.0.1", "10.0.0.1", 22, True),
        ("*.example", "r1.example", 22, True),
        ("*.example,!r1.example", "r1.example", 22, False),
        ("[*]:2222", "r1.example", 2222, True),
        (hashed("r1.example"), "r1.example", 22, True),
        (hashed("[r1.example]:2222"), "r1.example", 2222, True),
        (hashed("r2.example"), "r1.example", 22, False),
        ("|1|broken|x", "r1.example", 22, False),
        ("::1", "::1", 22, True),
    ],
)
def test_names_are_understood_as_openssh_does(target, names, host, port, known):
    assert bool(keys_of(target("# a comment\n\n" + line(names), host=host, port=port))) is known


def test_a_known_key_passes_and_another_names_file_and_line(target):
    at = target("# first\n" + line("r1.example"))
    check(at, KIND, KEY)
    with pytest.raises(HostKeyMismatch, match=r"known_hosts:2") as caught:
        check(at, KIND, OTHER)
    assert "ssh-keygen" in (caught.value.hint or "")


def test_one_of_several_keys_is_enough(target):
    check(target(line("r1.example", OTHER) + line("r1.example")), KIND, KEY)


def test_a_revoked_key_is_refused(target):
    with pytest.raises(HostKeyMismatch, match="revoked"):
        check(target("@revoked " + line("*") + line("r1.example")), KIND, KEY)


def test_strict_refuses_the_unknown_and_writes_nothing(target):
    at = target()
    with pytest.raises(HostKeyUnknown):
        check(at, KIND, KEY)
    assert not at.known_hosts.exists()


def test_accept_new_writes_a_line_that_is_accepted_then(target):
    at = target(line("other").rstrip("\n"), port=2222, policy="accept-new")
    check(at, KIND, KEY)
    check(target(port=2222), KIND, KEY)
    assert at.known_hosts.read_text() == line("other") + line("[r1.example]:2222")
    with pytest.raises(HostKeyMismatch):
        check(at, KIND, OTHER)


def test_a_new_file_is_private(target):
    at = target(policy="accept-new")
    check(at, KIND, KEY)
    assert at.known_hosts.stat().st_mode & 0o777 == 0o600
    assert at.known_hosts.parent.stat().st_mode & 0o777 == 0o700


def test_ignore_does_not_look(target):
    check(target(line("r1.example"), policy="ignore"), KIND, OTHER)


def test_a_file_that_cannot_be_written_is_told_and_does_not_stop_the_session(caplog, tmp_path):
    (tmp_path / "hosts").write_text("a file where the directory should be")
    at = Target(
        name="r1", host="r1", platform="ios", known_hosts=tmp_path / "hosts" / "x", host_key="accept-new"
    )
    check(at, KIND, KEY)
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert "the host key of r1 cannot be remembered" in record.getMessage()


def test_a_user_without_a_home_is_told_what_to_give(monkeypatch):
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("os.getuid", lambda: 2**31)
    with pytest.raises(DriverFailure, match="no home directory") as caught:
        check(Target(name="r1", host="r1", platform="ios"), KIND, KEY)
    assert "known_hosts" in (caught.value.hint or "")


def test_threads_that_meet_write_one_line(target):
    at = target(policy="accept-new")
    start = threading.Barrier(8)

    def work():
        start.wait()
        check(at, KIND, KEY)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert at.known_hosts.read_text() == line("r1.example")


def many(path, first):
    for number in range(first, first + 25):
        at = Target(name="r", host=f"r{number}", platform="ios", known_hosts=path, host_key="accept-new")
        check(at, KIND, KEY)


def test_processes_that_meet_lose_no_line(tmp_path):
    spawn = multiprocessing.get_context("fork")
    path = tmp_path / "known_hosts"
    workers = [spawn.Process(target=many, args=(path, first)) for first in (0, 10, 20)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(path.read_text().splitlines(keepends=True)) == sorted(line(f"r{k}") for k in range(45))


def test_names_of_other_ports_are_bracketed(target):
    assert name_of(target(port=22)) == "r1.example"
    assert name_of(target(port=830)) == "[r1.example]:830"
