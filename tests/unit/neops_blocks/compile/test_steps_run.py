"""How one step runs: when, loop, retry, timeout, platforms, python, secrets."""

from __future__ import annotations

COUNTER = """
CALLS = {}
def count(name="x", fail_until=0):
    CALLS[name] = CALLS.get(name, 0) + 1
    if CALLS[name] < fail_until:
        raise ValueError(f"not yet: {CALLS[name]}")
    return CALLS[name]
"""


def test_a_loop_gives_a_list_of_results_with_item_and_index(run_block):
    ran = run_block(
        """
        steps:
          - {id: x, loop: [10, 20, 30], when: item != 20, set: "{{ item + index }}"}
          - {id: y, loop: {over: "steps.x.results", as: r}, set: "{{ r.skipped }}"}
        result:
          data:
            x: {type: array, per_device: "{{ steps.x.results | rejectattr('skipped') | map(attribute='value') | list }}"}
            y: {type: array, per_device: "{{ steps.y.results | map(attribute='value') | list }}"}
        """,
        devices=["a"],
    )
    assert ran.data["x"] == {"a": [10, 32]}
    assert ran.data["y"] == {"a": [False, True, False]}


def test_retry_tries_again_after_an_error(run_block):
    ran = run_block(
        """
        steps:
          - {id: x, python: "c.py:count", with: {fail_until: 3}, retry: {attempts: 5}}
        result: {data: {n: {type: array, per_device: "{{ [steps.x.value, steps.x.attempts] }}"}}}
        """,
        devices=["a"],
        files={"c.py": COUNTER},
    )
    assert ran.data["n"] == {"a": [3, 3]}


def test_until_reads_the_steps_own_result_as_this(run_block):
    ran = run_block(
        """
        steps: [{id: x, python: "c.py:count", retry: {attempts: 5, until: this.value == 4}}]
        result: {data: {n: {type: integer, per_device: "{{ steps.x.value }}"}}}
        """,
        devices=["a"],
        files={"c.py": COUNTER},
    )
    assert ran.data["n"] == {"a": 4}


def test_attempts_that_run_out_are_until_failed(run_block):
    ran = run_block(
        """
        steps: [{id: x, python: "c.py:count", retry: {attempts: 2, until: this.value == 4}}]
        """,
        devices=["a"],
        files={"c.py": COUNTER},
    )
    assert ran.error("a")["code"] == "until_failed"
    assert "2 attempts" in ran.error("a")["message"]


def test_platforms_replace_keys_of_the_step(run_block):
    ran = run_block(
        """
        steps:
          - id: x
            set: other
            platforms: {frr: {set: routing}, cisco_ios: {set: switching}}
        result: {data: {x: {type: string, per_device: "{{ steps.x.value }}"}}}
        """,
        devices=[
            {"hostname": "a", "platform": {"short_name": "frr"}},
            {"hostname": "b", "platform": {"short_name": "ios"}},
            {"hostname": "c", "platform": {"short_name": "eos"}},
            "d",
        ],
    )
    assert ran.data["x"] == {"a": "routing", "b": "switching", "c": "other", "d": "other"}


def test_platforms_default_unsupported_refuses_the_others(run_block):
    ran = run_block(
        """
        steps: [{id: x, set: 1, platforms: {frr: {}, default: unsupported}}]
        """,
        devices=[{"hostname": "a", "platform": {"short_name": "eos"}}],
    )
    assert ran.error("a")["code"] == "unsupported_platform"
    assert "eos" in ran.error("a")["message"]


def test_a_python_function_may_ask_for_the_step(run_block):
    ran = run_block(
        """
        parameters: {n: {type: integer, default: 2}}
        steps: [{id: x, python: "f.py:go", with: {k: "{{ params.n }}"}}]
        result: {data: {x: {type: array, per_device: "{{ steps.x.value }}"}}}
        """,
        devices=["a"],
        files={
            "f.py": "def go(k, *, step):\n    return [k, step.params['n'], step.device.hostname, step.dry_run]\n"
        },
    )
    assert ran.data["x"] == {"a": [2, 2, "a", False]}


def test_an_async_function_runs_on_the_loop_of_the_job(run_block):
    ran = run_block(
        """
        steps: [{id: x, python: "f.py:go"}]
        result: {data: {x: {type: array, per_device: "{{ steps.x.value }}"}}}
        """,
        devices=["a", "b"],
        files={
            "f.py": """
            import asyncio, threading
            async def go(*, step):
                await asyncio.sleep(0)
                inside = await step.run_in_thread(threading.get_ident)()
                return [threading.get_ident(), inside]
            """
        },
    )
    (loop_a, thread_a), (loop_b, _) = ran.data["x"].values()
    assert loop_a == loop_b != thread_a


def test_an_exception_names_the_authors_file_and_line(run_block):
    ran = run_block(
        """
        steps: [{id: x, python: "f.py:go"}]
        """,
        devices=["a"],
        files={"f.py": "def go():\n    return {}['gone']\n"},
    )
    error = ran.error("a")
    assert error["code"] == "python_error"
    assert error["message"] == "KeyError: 'gone' (raised at f.py:2 in go)"
    assert error["step"] == "x"
    assert error["where"].endswith("under_test.block.yaml:9:9")


def test_sys_exit_in_a_function_fails_its_step_only(run_block):
    ran = run_block(
        """
        steps: [{id: x, python: "f.py:go"}]
        """,
        devices=["a"],
        files={"f.py": "import sys\ndef go():\n    sys.exit(3)\n"},
    )
    assert ran.error("a")["code"] == "python_error"
    assert "SystemExit" in ran.error("a")["message"]


def test_a_function_that_takes_too_long_is_left_behind(run_block):
    slow = "import time\ndef go():\n    time.sleep(30)\nasync def later():\n    import asyncio\n    await asyncio.sleep(30)\n"
    for name in ("go", "later"):
        ran = run_block(
            f"""
            steps: [{{id: x, python: "f.py:{name}", timeout: 0.1}}]
            """,
            devices=["a"],
            files={"f.py": slow},
        )
        assert ran.error("a")["code"] == "step_timeout"
        assert ran.outcome.elapsed < 5


def test_secrets_are_masked_in_results_messages_and_errors(run_block):
    ran = run_block(
        """
        parameters: {token: {type: string, secret: true}}
        fan_out: {max_failures: 1}
        steps:
          - {id: x, set: "a {{ params.token }} b {{ device.password }}"}
          - {id: cut, once: true, set: 1}
          - {assert: [{that: device.hostname == 'a', message: "wrong {{ steps.x.value }}"}]}
        result:
          message: "used {{ succeeded.a.steps.x.value }}"
          data: {x: {type: string, per_device: "{{ steps.x.value }}"}}
        """,
        devices=[{"hostname": "a", "password": "hunter22"}, "b"],
        params={"token": "s3cr3t"},
    )
    assert ran.data["x"] == {"a": "a *** b ***"}
    assert ran.data["failed"]["b"]["message"] == "wrong a *** b None"
    assert ran.outcome.message == "used a *** b ***"
    assert "s3cr3t" not in repr(ran)
    assert "hunter22" not in repr(ran.outcome)


def test_a_result_that_does_not_fit_its_schema_is_an_error_of_the_block(run_block):
    ran = run_block(
        """
        steps: [{id: x, set: many}]
        result: {data: {n: {type: integer, per_device: "{{ steps.x.value }}"}}}
        """,
        devices=["a"],
    )
    assert not ran.outcome.success
    assert ran.outcome.data is None
    assert "result_invalid" in ran.outcome.message
    assert "'n' of a" in ran.outcome.message
    assert "expected integer" in ran.outcome.message
