"""Fan-out: isolation of failures, how many may fail, what runs in parallel."""

from __future__ import annotations

import pytest

BROKEN = """
steps:
  - id: x
    assert: [{that: device.id > params.bad, message: "device {{ device.id }} is bad"}]
parameters: {bad: integer}
result: {message: "{{ succeeded | length }} good"}
"""


@pytest.mark.parametrize(
    ("max_failures", "bad", "success"),
    [
        ("0", 0, True),
        ("0", 1, False),
        ("1", 1, True),
        ("1", 2, False),
        ("50%", 2, True),
        ("50%", 3, False),
        ("24%", 1, False),
    ],
)
def test_max_failures_decides_success(run_block, max_failures, bad, success):
    ran = run_block(
        f"fan_out: {{max_failures: {max_failures}}}{BROKEN}", devices=list("abcd"), params={"bad": bad}
    )
    assert ran.outcome.success is success
    assert len(ran.data["failed"]) == bad
    assert ran.outcome.message.startswith(f"{4 - bad} good")


def test_a_failing_device_ends_its_own_pipeline_only_and_in_later_cuts_too(run_block):
    ran = run_block(
        """
        fan_out: {max_failures: 1}
        steps:
          - {assert: [{that: device.hostname == 'a', message: no}]}
          - {id: cut, once: true, set: 1}
          - {id: after, set: 1}
        """,
        devices=["a", "b"],
    )
    assert [step.host for step in ran.steps if step.step == "after"] == ["a"]
    assert ran.error("b")["where"].endswith("under_test.block.yaml:11:5")


def test_on_error_continue_records_the_error_and_goes_on(run_block):
    ran = run_block(
        """
        steps:
          - {id: x, on_error: continue, assert: [{that: false, message: odd}]}
          - {id: y, set: "{{ [steps.x.ok, steps.x.error.code, steps.x.failures] }}"}
        result: {data: {y: {type: array, per_device: "{{ steps.y.value }}"}}}
        """,
        devices=["a"],
    )
    assert ran.outcome.success
    assert ran.data["y"] == {"a": [False, "assert_failed", ["odd"]]}


def test_a_failing_once_step_fails_the_block(run_block):
    ran = run_block(
        """
        steps:
          - {id: x, set: 1}
          - {id: y, once: true, assert: [{that: false, message: all is lost}]}
        """,
        devices=["a"],
    )
    assert not ran.outcome.success
    assert ran.outcome.data is None
    assert "all is lost" in ran.outcome.message
    assert "step 'y'" in ran.outcome.message
    assert ran.hosts["a"].ok


def test_no_devices_is_an_error_unless_empty_is_ok(run_block):
    refused = run_block("steps: [{id: x, set: 1}]\n", devices=[])
    assert not refused.outcome.success
    assert refused.outcome.message.startswith("no_targets")
    fine = run_block("fan_out: {empty: ok}\nsteps: [{id: x, set: 1}]\n", devices=[])
    assert fine.outcome.success


def test_fan_out_on_error_fail_stops_at_the_first_error(run_block):
    ran = run_block(
        """
        fan_out: {on_error: fail}
        steps:
          - {id: x, when: device.hostname == 'a', assert: [{that: false, message: first}]}
          - {id: w, python: "wait.py:until_stopped"}
        """,
        devices=["a", "b"],
        files={"wait.py": "import time\ndef until_stopped():\n    time.sleep(0.2)\n"},
    )
    assert not ran.outcome.success
    assert "first" in ran.outcome.message


def test_max_parallel_bounds_the_pipelines_at_work(run_block):
    ran = run_block(
        """
        fan_out: {max_parallel: 3}
        steps: [{id: n, python: "gauge.py:measure"}]
        result: {data: {n: {type: integer, per_device: "{{ steps.n.value }}"}}}
        """,
        devices=[f"d{n}" for n in range(12)],
        files={
            "gauge.py": """
            import threading, time
            LOCK, NOW = threading.Lock(), []
            def measure():
                with LOCK:
                    NOW.append(1)
                    seen = len(NOW)
                time.sleep(0.03)
                with LOCK:
                    NOW.pop()
                return seen
            """
        },
    )
    assert max(ran.data["n"].values()) == 3


def test_fifty_devices_work_at_the_same_time(run_block):
    ran = run_block(
        """
        steps: [{id: n, python: "meet.py:everybody"}]
        """,
        devices=[f"d{n}" for n in range(50)],
        files={
            "meet.py": """
            import threading
            BARRIER = threading.Barrier(50)
            def everybody():
                BARRIER.wait(timeout=10)
            """
        },
    )
    assert ran.outcome.success, ran.outcome.message


def test_a_run_counts_one_thread_call_for_each_device_step_and_one_run_parallel_for_each_cut(
    run_block, monkeypatch
):
    import neops_blocks.compile.run as module

    threads, parallels = [], []
    in_thread, parallel = module.run_in_thread, module.run_parallel
    monkeypatch.setattr(
        module, "run_in_thread", lambda function: threads.append(function.__name__) or in_thread(function)
    )
    monkeypatch.setattr(
        module, "run_parallel", lambda *items, **kw: parallels.append(len(items)) or parallel(*items, **kw)
    )
    run_block(
        """
        steps:
          - {id: a, set: 1}
          - {id: b, set: 2}
          - {id: cut, once: true, set: 3}
          - {id: c, set: 4}
        """,
        devices=["x", "y", "z"],
    )
    assert threads == ["_step_on_host"] * 6 + ["execute"] + ["_step_on_host"] * 3
    assert parallels == [3, 3]


def test_with_on_error_fail_the_others_are_not_finished_and_the_device_is_named(run_block):
    ran = run_block(
        """
        fan_out: {on_error: fail}
        steps:
          - {id: x, when: device.hostname == 'a', assert: [{that: false, message: first}]}
          - {id: w, python: "wait.py:wait"}
        """,
        devices=["a", "b"],
        files={"wait.py": "import threading\ndef wait():\n    threading.Event().wait(20)\n"},
    )
    assert ran.outcome.message.startswith("a: assert_failed: first (step 'x'")
    assert ran.outcome.elapsed < 5
    assert ran.error("a")["code"] == "assert_failed"
    assert ran.error("b")["code"] == "not_finished"


def test_a_where_that_fails_names_the_device_and_the_line(run_block):
    ran = run_block(
        """
        fan_out: {where: device.data.role == 'edge'}
        steps: [{id: x, set: 1}]
        """,
        devices=[{"hostname": "a", "facts": {"role": "edge"}}, {"hostname": "b", "facts": {"rule": "core"}}],
    )
    assert ran.outcome.message.startswith("template_error: fan_out.where of b: ")
    assert "under_test.block.yaml:9:" in ran.outcome.message


@pytest.mark.parametrize("chosen", ["'text'", "[1, 2]", "3"])
def test_devices_that_are_no_list_of_devices_are_refused(run_block, chosen):
    ran = run_block(
        f"""
        run_on: global
        fan_out: {{devices: "{chosen}"}}
        steps: [{{id: x, set: 1}}]
        """,
        devices=["a"],
    )
    assert "fan_out.devices needs a list of devices, got" in ran.outcome.message


def test_hosts_that_never_began_are_not_told_of_when_the_block_fails_before(run_block):
    ran = run_block(
        """
        steps:
          - {id: x, once: true, assert: [{that: false, message: too early}]}
          - {id: y, set: 1}
        """,
        devices=["a"],
    )
    assert ran.hosts == {}
    assert "too early" in ran.outcome.message


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ("", "5 devices, 4 failed: a: assert_failed, b: assert_failed, c: assert_failed and 1 more"),
        (
            "result: {message: done}",
            "done (a: assert_failed, b: assert_failed, c: assert_failed and 1 more)",
        ),
    ],
)
def test_the_message_names_the_first_that_failed_and_leaves_the_story_to_their_results(
    run_block, result, message
):
    ran = run_block(
        f"""
        steps:
          - assert: [{{that: device.name == 'e', message: "a long story"}}]
        {result}
        """,
        devices=list("abcde"),
    )
    assert ran.outcome.message == message
    assert "a long story" in ran.error("d")["message"]
