"""YAML blocks on emulated devices: every fault stays with its device, sessions are few and always end."""

from __future__ import annotations

import gc
import socket
import threading
import time

import psutil
import pytest

VERSION = """
steps: [{id: v, command: show version, timeout: 1}]
result: {data: {v: {type: string, per_device: "{{ steps.v.output }}"}}}
"""
TRANSCRIPT = {
    "commands": {"show slow": "slow", "show nothing": "", "show pass": "the password is emulab"},
    "latency": {"show slow": 0.4},
}


@pytest.fixture(scope="module")
def shared_lab(session_emulator):
    return session_emulator(count=3, transcript=TRANSCRIPT)


@pytest.fixture
def lab(shared_lab):
    shared_lab.set_faults({})
    shared_lab.forget_events()
    return shared_lab


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("refuse", "connect_refused"),
        ("mute", "connect_timeout"),
        ("auth", "auth_failed"),
        ("slowauth", "connect_timeout"),
        ("closed", "session_lost"),
        ("hang", "command_timeout"),
        ("drop", "session_lost"),
        ("drip", "command_timeout"),
        ("prompt", "command_timeout"),
        ("error", "command_rejected"),
        ("banner", None),
        ("garbage", None),
        ("noecho", None),
    ],
)
def test_a_fault_fails_its_device_only_and_in_bounded_time(run_block, lab, as_entities, fault, code):
    lab.set_faults({"sw2": fault})
    ran = run_block(VERSION, devices=as_entities(lab, timeout={"connect": 1.0}))
    assert ran.outcome.elapsed < 5
    assert ran.hosts["sw1"].ok
    assert ran.hosts["sw3"].ok
    assert {"sw1", "sw3"} <= ran.data["v"].keys()
    if code is None:
        assert ran.hosts["sw2"].ok
        return
    assert ran.data["failed"].keys() == {"sw2"}
    error = ran.error("sw2")
    assert error["code"] == code
    assert "sw2" in error["message"]
    assert error["step"] == "v"
    assert error["where"].endswith("under_test.block.yaml:9:9")
    assert error["hint"]


def test_a_block_of_several_steps_logs_in_once_for_each_device(run_block, lab, as_entities):
    ran = run_block(
        """
        steps:
          - {id: a, command: show version}
          - {id: b, command: [show clock, show slow]}
          - {id: cut, once: true, set: 1}
          - {id: c, command: show clock}
          - {id: p, python: "f.py:ask"}
        """,
        devices=as_entities(lab),
        files={"f.py": "def ask(*, step):\n    return step.session.send('show clock', timeout=5)\n"},
    )
    assert ran.outcome.success, ran.outcome.message
    assert len(lab.log_events("login")) == 3


def test_a_lost_session_is_opened_again_by_the_next_step(run_block, lab, as_entities):
    lab.set_faults({"sw1": "drop"})
    ran = run_block(
        """
        run_on: device
        steps:
          - {id: a, command: show version, on_error: continue}
          - {id: heal, python: "f.py:heal"}
          - {id: b, command: show clock}
        result: {data: {a: {type: string, value: "{{ steps.a.error.code }}"}, b: {type: string, value: "{{ steps.b.output }}"}}}
        """,
        devices=as_entities(lab)[:1],
        files={
            "f.py": f"def heal():\n    import pathlib\n    pathlib.Path({str(lab.directory / 'faults.yaml')!r}).write_text('{{}}')\n"
        },
    )
    assert ran.data["a"] == "session_lost"
    assert ran.data["b"].startswith("*10:00")
    assert len(lab.log_events("login")) == 2


def test_a_retry_after_a_lost_session_opens_another(run_block, lab, as_entities):
    lab.set_faults({"sw1": "drop"})
    ran = run_block(
        """
        run_on: device
        steps: [{id: a, command: show clock, retry: {attempts: 2}}]
        """,
        devices=as_entities(lab)[:1],
    )
    assert ran.error("sw1")["code"] == "session_lost"
    assert ran.error("sw1")["message"].endswith("after 2 attempts")
    assert len(lab.log_events("login")) == 2


def test_max_parallel_bounds_the_sessions_also_between_cuts(run_block, lab, as_entities):
    ran = run_block(
        """
        fan_out: {max_parallel: 1}
        steps:
          - {id: a, command: show clock}
          - {id: cut, once: true, python: "f.py:established", with: {ports: "{{ params.ports }}"}}
          - {id: b, command: show clock}
        parameters: {ports: {type: array, items: integer}}
        result: {data: {open: {type: integer, value: "{{ steps.cut.value }}"}}}
        """,
        devices=as_entities(lab),
        params={"ports": [device.port for device in lab.devices]},
        files={
            "f.py": """
            import psutil
            def established(ports):
                seen = psutil.Process().net_connections('tcp')
                return sum(1 for c in seen if c.raddr and c.raddr.port in ports and c.status == 'ESTABLISHED')
            """
        },
    )
    assert ran.data["open"] == 0
    assert len(lab.log_events("login")) == 6


def test_a_step_with_its_own_connection_gets_its_own_session(run_block, lab, as_entities):
    ran = run_block(
        """
        run_on: device
        parameters: {password: {type: string, secret: true}}
        steps:
          - {id: a, command: show clock}
          - {id: b, command: show version, connection: {password: "{{ params.password }}"}, on_error: continue}
          - {id: c, command: show clock}
        result: {data: {b: {type: object, value: "{{ steps.b.error }}"}}}
        """,
        devices=as_entities(lab)[:1],
        params={"password": "wr0ngpass"},
    )
    assert ran.hosts["sw1"].ok
    assert ran.data["b"]["code"] == "auth_failed"
    assert "wr0ngpass" not in repr(ran)
    assert [row["event"] for row in lab.log_events() if row["event"] in ("login", "denied")].count(
        "login"
    ) == 1


def test_the_nearest_connection_setting_wins(run_block, lab, as_entities):
    entities = as_entities(lab)
    entities[0]["password"] = "wrong-one"
    ran = run_block(
        """
        connection: {password: "{{ device.data.pw }}"}
        steps: [{id: a, command: show pass}]
        result: {data: {a: {type: string, per_device: "{{ steps.a.output }}"}}}
        """,
        devices=[{**entities[0], "facts": {"pw": "emulab"}}],
    )
    assert ran.data["a"] == {"sw1": "the password is ***"}


def test_a_list_of_commands_shares_one_timeout(run_block, lab, as_entities):
    ran = run_block(
        """
        run_on: device
        steps: [{id: a, command: [show slow, show slow, show slow], timeout: 0.7}]
        """,
        devices=as_entities(lab)[:1],
    )
    assert ran.error("sw1")["code"] == "command_timeout"
    assert ran.outcome.elapsed < 3


def test_a_rejected_command_keeps_the_session_and_the_outputs_before(run_block, lab, as_entities):
    ran = run_block(
        """
        run_on: device
        steps:
          - {id: a, command: [show clock, show nonsense], on_error: continue}
          - {id: b, command: show clock}
        result: {data: {a: {type: array, value: "{{ steps.a.outputs }}"}, e: {type: object, value: "{{ steps.a.error }}"}}}
        """,
        devices=as_entities(lab)[:1],
    )
    assert ran.data["a"][0].startswith("*10:00")
    assert "% Invalid input" in ran.data["a"][1]
    assert ran.data["e"]["command"] == "show nonsense"
    assert len(lab.log_events("login")) == 1


def test_output_that_does_not_parse_is_shown_and_empty_ok_makes_it_a_list(run_block, lab, as_entities):
    ran = run_block(
        """
        run_on: device
        steps:
          - {id: fine, command: show version, parse: {regex: "nothing like this"}, empty: ok}
          - {id: bad, command: show version, parse: {regex: "nothing like this"}}
        """,
        devices=as_entities(lab)[:1],
    )
    error = ran.error("sw1")
    assert (error["code"], error["step"]) == ("parse_failed", "bad")
    assert error["output"].startswith("Cisco IOS Software")
    assert error["command"] == "show version"


def test_a_function_that_is_left_behind_loses_its_session_and_the_next_step_gets_another(
    run_block, lab, as_entities
):
    ran = run_block(
        """
        run_on: device
        steps:
          - {id: a, python: "f.py:hold", timeout: 0.5, on_error: continue}
          - {id: b, command: show clock}
          - {id: c, python: "f.py:what"}
        result: {data: {c: {type: string, value: "{{ steps.c.value }}"}}}
        """,
        devices=as_entities(lab)[:1],
        files={
            "f.py": """
            import threading
            ENDED, HOW = threading.Event(), []
            def hold(*, step):
                try:
                    while True:
                        step.session.send('show slow', timeout=20)
                except Exception as error:
                    HOW.append(error.code)
                    ENDED.set()
                    raise
            def what():
                assert ENDED.wait(5)
                return HOW[0]
            """
        },
    )
    assert ran.outcome.success, ran.outcome.message
    assert ran.data["c"] == "session_lost"
    assert len(lab.log_events("login")) == 2


def test_a_deadline_in_the_middle_of_a_cut_tells_of_every_host_once_and_closes_the_sessions(
    run_block, lab, as_entities
):
    lab.set_faults({"sw2": "hang", "sw3": "hang"})
    ran = run_block(
        """
        steps:
          - {id: a, set: 1}
          - {id: b, command: show version, timeout: 30}
        """,
        devices=as_entities(lab),
        deadline=0.8,
    )
    assert not ran.outcome.success
    assert "deadline" in ran.outcome.message
    assert ran.outcome.elapsed < 2.5
    assert {name: host.ok for name, host in ran.hosts.items()} == {"sw1": True, "sw2": False, "sw3": False}
    assert (ran.error("sw2")["code"], ran.error("sw2")["step"]) == ("not_finished", "b")
    _until(lambda: not _connections_to(lab))


def test_a_deadline_closes_the_session_that_a_step_has_for_itself(run_block, lab, as_entities):
    lab.set_faults({"sw1": "hang"})
    ran = run_block(
        """
        run_on: device
        steps: [{id: b, command: show version, timeout: 30, connection: {host_key: ignore}}]
        """,
        devices=as_entities(lab)[:1],
        deadline=0.6,
    )
    assert ran.error("sw1")["code"] == "not_finished"
    _until(lambda: not _connections_to(lab))


def test_on_error_fail_ends_the_job_promptly_and_closes_the_other_sessions(run_block, lab, as_entities):
    lab.set_faults({"sw1": "hang", "sw2": "hang"})
    ran = run_block(
        """
        fan_out: {on_error: fail}
        steps:
          - {when: device.name == 'sw3', assert: [{that: false, message: enough}]}
          - {id: b, command: show version, timeout: 30}
        """,
        devices=as_entities(lab),
    )
    assert not ran.outcome.success
    assert ran.outcome.message.startswith("sw3: assert_failed: enough")
    assert ran.outcome.elapsed < 3
    assert ran.error("sw1")["code"] == "not_finished"
    _until(lambda: not _connections_to(lab))


def test_fifty_devices_leave_neither_threads_nor_sockets_behind(run_block, emulator, as_entities):
    lab = emulator(count=50)
    before = {thread.name for thread in threading.enumerate()}
    ran = run_block(VERSION.replace("timeout: 1", "timeout: 20"), devices=as_entities(lab))
    assert ran.outcome.success, ran.outcome.message
    assert len(ran.data["v"]) == 50
    assert len(lab.log_events("login")) == 50
    gc.collect()
    _until(lambda: not _connections_to(lab))
    _until(lambda: not {t.name for t in threading.enumerate()} - before, lambda: threading.enumerate())


def test_a_device_that_cannot_be_reached_at_all(run_block):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ran = run_block(
        VERSION,
        devices=[
            {
                "hostname": "gone",
                "ip": "127.0.0.1",
                "username": "u",
                "password": "pw",
                "platform": {"short_name": "ios"},
                "connection_options": f'{{"port": {port}}}',
            },
            {"hostname": "odd", "ip": "127.0.0.1", "platform": {"short_name": "no_such_os"}},
            {"hostname": "none", "ip": "127.0.0.1"},
            {"hostname": "bad", "ip": "127.0.0.1", "connection_options": "{port: 22"},
        ],
    )
    assert {name: error["code"] for name, error in ran.data["failed"].items()} == {
        "gone": "connect_refused",
        "odd": "unsupported_platform",
        "none": "unsupported_platform",
        "bad": "driver_error",
    }


def _connections_to(lab):
    ports = {device.port for device in lab.devices}
    return [
        row
        for row in psutil.Process().net_connections("tcp")
        if row.raddr and row.raddr.port in ports and row.status == "ESTABLISHED"
    ]


def _until(holds, what=lambda: "it never held"):
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end, what()
        time.sleep(0.01)
