"""What every driver promises, on emulated devices: the port's words, one test each."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from neops_blocks.diagnostics import (
    AuthFailed,
    CommandRejected,
    CommandTimeout,
    ConnectRefused,
    ConnectTimeout,
    Failure,
    HostKeyMismatch,
    HostKeyUnknown,
    NameNotResolved,
    SessionLost,
)
from neops_blocks.drivers import Prompt, Target, driver_for

LONG = "\n".join(f"line {number} of a long output" for number in range(3_000))
TRANSCRIPT = {
    "commands": {"show long": LONG, "show nothing": "", "show slow": "slow"},
    "latency": {"show slow": 0.3},
}


@pytest.fixture(params=["netmiko", "netmiko-plain", "scrapli"])
def way(request):
    if request.param == "scrapli":
        pytest.importorskip("scrapli")
    return request.param


@pytest.fixture
def driver(way):
    return driver_for("ios", way.removesuffix("-plain"))


@pytest.fixture
def known_hosts(tmp_path):
    return tmp_path / "known_hosts"


@pytest.fixture(scope="module")
def shared_lab(session_emulator):
    return session_emulator(count=1, transcript=TRANSCRIPT)


@pytest.fixture
def lab(shared_lab):
    shared_lab.set_faults({})
    shared_lab.forget_events()
    return shared_lab


@pytest.fixture
def target(known_hosts, way):
    def make(device, **changes):
        settings = {
            "name": device.name,
            "host": device.host,
            "platform": device.platform,
            "port": device.port,
            "username": device.username,
            "password": device.password,
            "known_hosts": known_hosts,
            "connect_timeout": 5.0,
            "options": {"quick": False} if way == "netmiko-plain" else {},
        }
        return Target(**(settings | changes))

    return make


@pytest.fixture
def session(driver, lab, target):
    opened = driver.open(target(lab.devices[0]))
    yield opened
    opened.close()


def took(start):
    return time.monotonic() - start


def test_the_output_comes_without_echo_and_prompt(session):
    output = session.send("show version", timeout=5)
    assert output.startswith("Cisco IOS Software")
    assert output.endswith("Configuration register is 0xF")


def test_each_command_gets_its_own_output(session):
    for _ in range(5):
        assert session.send("show clock", timeout=5).startswith("*10:00:00")
        assert session.send("show nothing", timeout=5) == ""
        assert session.send("show slow", timeout=5) == "slow"


def test_a_long_output_comes_whole_and_is_not_paged(session):
    assert session.send("show long", timeout=20) == LONG


def test_a_rejected_command_keeps_the_session_usable(session):
    with pytest.raises(CommandRejected) as caught:
        session.send("show nonsense", timeout=5)
    assert caught.value.command == "show nonsense"
    assert "% Invalid input" in (caught.value.output or "")
    assert "% Invalid input" in caught.value.message
    assert session.send("show slow", timeout=5) == "slow"


def test_a_hung_command_ends_at_its_deadline_with_the_session(session, lab):
    lab.set_faults({"sw1": "hang"})
    start = time.monotonic()
    with pytest.raises(CommandTimeout) as caught:
        session.send("show version", timeout=0.5)
    assert 0.4 < took(start) < 2.0
    assert caught.value.command == "show version"
    assert not session.alive
    with pytest.raises(SessionLost):
        session.send("show version", timeout=0.5)


def test_a_cut_connection_is_noticed_at_once(session, lab):
    lab.set_faults({"sw1": "drop"})
    start = time.monotonic()
    with pytest.raises(SessionLost):
        session.send("show version", timeout=30)
    assert took(start) < 2.0
    assert not session.alive


def test_losing_the_session_is_success_where_it_is_expected(session, lab):
    lab.set_faults({"sw1": "drop"})
    session.send("show version", timeout=30, disconnects=True)
    assert not session.alive


def test_a_prompt_that_changes_is_a_timeout(session, lab):
    lab.set_faults({"sw1": "prompt"})
    with pytest.raises(CommandTimeout):
        session.send("show version", timeout=0.5)


def test_slow_output_comes_whole(session, lab):
    lab.set_faults({"sw1": "drip"})
    assert session.send("show clock", timeout=5) == "*10:00:00.000 UTC Mon Mar 1 2027"


def test_noise_of_the_terminal_is_removed(session, lab):
    lab.set_faults({"sw1": "garbage"})
    output = session.send("show clock", timeout=5)
    assert not set("\x00\x07\x1b") & set(output)
    assert output.replace("\ufffd", "").startswith("*10:00:00.000 UTC Mon Mar 1 2027")


def test_a_device_that_never_echoes_answers_all_the_same(way, driver, lab, target):
    lab.set_faults({"sw1": "noecho"})
    try:
        session = driver.open(target(lab.devices[0], connect_timeout=2.0))
    except Failure:
        assert way != "netmiko"
        return
    try:
        for _ in range(3):
            assert session.send("show slow", timeout=2) == "slow"
            assert session.send("show nothing", timeout=2) == ""
    finally:
        session.close()


def test_a_banner_with_prompts_in_it_does_not_confuse(driver, lab, target):
    lab.set_faults({"sw1": "banner"})
    session = driver.open(target(lab.devices[0]))
    try:
        assert session.send("show slow", timeout=5) == "slow"
    finally:
        session.close()


def test_close_ends_a_thread_that_waits(session, lab):
    lab.set_faults({"sw1": "hang"})
    caught = []

    def wait():
        try:
            session.send("show version", timeout=30)
        except Failure as failure:
            caught.append(failure)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    deadline = time.monotonic() + 5
    while not lab.log_events("command") and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    start = time.monotonic()
    session.close()
    thread.join(5)
    assert took(start) < 2.0
    assert not thread.is_alive()
    assert [type(failure) for failure in caught] == [SessionLost]
    session.close()


@pytest.mark.parametrize(
    ("fault", "failures", "seconds"),
    [
        ("refuse", (ConnectRefused,), 2.0),
        ("mute", (ConnectTimeout,), 2.5),
        ("auth", (AuthFailed,), 2.0),
        ("slowauth", (ConnectTimeout,), 2.5),
        ("closed", (SessionLost,), 2.0),
    ],
)
def test_what_fails_while_connecting_has_its_name_in_bounded_time(
    driver, lab, target, fault, failures, seconds
):
    lab.set_faults({"sw1": fault})
    start = time.monotonic()
    with pytest.raises(failures) as caught:
        driver.open(target(lab.devices[0], connect_timeout=1.0))
    assert took(start) < seconds
    assert "emulab" not in str(caught.value)
    assert "sw1" in str(caught.value)


def test_a_wrong_password_never_shows(driver, lab, target):
    with pytest.raises(AuthFailed) as caught:
        driver.open(target(lab.devices[0], password="s3cret-and-wrong"))
    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert not any("s3cret" in str(error) + repr(getattr(error, "hint", "")) for error in chain)


def test_a_login_without_a_password_or_a_key_says_what_to_give(driver, way, lab, target):
    with pytest.raises(AuthFailed) as caught:
        driver.open(target(lab.devices[0], password=None))
    if way != "scrapli":
        assert str(caught.value) == "sw1 asks the user admin for a password or a key, and there is none"
        assert "key_file" in (caught.value.hint or "")


def test_nobody_listens(driver, emulator, target):
    lab = emulator(count=1)
    device = lab.devices[0]
    lab.stop()
    with pytest.raises(ConnectRefused):
        driver.open(target(device))


def test_a_name_without_address(driver, lab, target):
    with pytest.raises(NameNotResolved):
        driver.open(target(lab.devices[0], host="no-such-host.invalid"))


def test_accept_new_writes_the_key_down_and_strict_accepts_it_then(driver, lab, target, known_hosts):
    driver.open(target(lab.devices[0])).close()
    (line,) = known_hosts.read_text().splitlines()
    assert line.startswith(f"[127.0.0.1]:{lab.devices[0].port} ssh-ed25519 ")
    driver.open(target(lab.devices[0], host_key="strict")).close()
    assert known_hosts.read_text().splitlines() == [line]


def test_strict_refuses_an_unknown_device_before_the_login(driver, lab, target):
    with pytest.raises(HostKeyUnknown):
        driver.open(target(lab.devices[0], host_key="strict"))
    assert lab.log_events("login") == []


@pytest.mark.parametrize("policy", ["strict", "accept-new"])
def test_another_key_is_refused_before_the_login(driver, lab, target, known_hosts, policy):
    driver.open(target(lab.devices[0])).close()
    words = known_hosts.read_text().split()
    words[2] = words[2][:-8] + "AAAAAAAA"
    known_hosts.write_text("# comment\n" + " ".join(words) + "\n")
    with pytest.raises(HostKeyMismatch, match=r"known_hosts:2"):
        driver.open(target(lab.devices[0], host_key=policy))
    assert len(lab.log_events("login")) == 1


def test_ignore_reads_and_writes_nothing(driver, lab, target, known_hosts):
    known_hosts.write_text(f"[127.0.0.1]:{lab.devices[0].port} ssh-ed25519 AAAA\n")
    driver.open(target(lab.devices[0], host_key="ignore")).close()
    assert len(known_hosts.read_text().splitlines()) == 1


def test_enable_enters_privileged_mode(driver, emulator, target):
    lab = emulator(count=1, enable="sesame", transcript=TRANSCRIPT)
    session = driver.open(target(lab.devices[0], enable_password="sesame"))
    try:
        session.enable(timeout=5)
        session.enable(timeout=5)
        assert session.send("show slow", timeout=5) == "slow"
    finally:
        session.close()


@pytest.mark.parametrize("password", ["wrong", None])
def test_enable_without_the_right_password(driver, emulator, target, password):
    lab = emulator(count=1, enable="sesame", transcript=TRANSCRIPT)
    if driver.name == "scrapli" and password is None:
        with pytest.raises(ConnectTimeout):
            driver.open(target(lab.devices[0], connect_timeout=1.0))
        return
    session = driver.open(target(lab.devices[0], enable_password=password))
    with pytest.raises(AuthFailed):
        session.enable(timeout=2)
    session.close()


def test_a_question_is_answered(driver, emulator, target):
    lab = emulator(count=1, enable="sesame", transcript=TRANSCRIPT)
    session = driver.open(target(lab.devices[0], enable_password="sesame"))
    try:
        session.send("enable", timeout=5, prompts=[Prompt(r"[Pp]assword:\s*$", "sesame\n")])
        assert session.send("show slow", timeout=5) == "slow"
    finally:
        session.close()


@pytest.mark.parametrize("fault", ["refuse", "closed", "auth", "drop", "hang"])
def test_a_failure_leaves_nothing_on_stderr(driver, lab, target, fault):
    given = target(lab.devices[0], host_key="ignore", connect_timeout=2.0)
    code = f"""
from pathlib import Path, PosixPath
from neops_blocks.diagnostics import Failure
from neops_blocks.drivers import Target, driver_for
try:
    settings = {{**{ {name: getattr(given, name) for name in Target.__slots__}!r} }}
    driver_for("ios", {driver.name!r}).open(Target(**settings)).send("show version", timeout=0.5)
except Failure as failure:
    print(failure.code)
"""
    lab.set_faults({"sw1": fault})
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    codes = {
        "refuse": "connect_refused",
        "closed": "session_lost",
        "auth": "auth_failed",
        "drop": "session_lost",
        "hang": "command_timeout",
    }
    assert done.stderr == ""
    assert done.stdout.strip() == codes[fault]


def test_a_key_file_that_is_none_is_named(driver, lab, target, tmp_path):
    key = tmp_path / "not-a-key"
    key.write_text("hello")
    with pytest.raises(AuthFailed) as caught:
        driver.open(target(lab.devices[0], key_file=key, password=None))
    if driver.name == "netmiko":
        assert str(key) in caught.value.message
