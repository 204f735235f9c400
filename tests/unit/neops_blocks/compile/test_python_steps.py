"""What a function of the author's may be and do, and what becomes of its step."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("def go():\n    raise StopIteration('x')\n", "StopIteration: x (raised at f.py:2 in go)"),
        ("def go():\n    raise KeyboardInterrupt\n", "KeyboardInterrupt (raised at f.py:2 in go)"),
        ("async def go():\n    raise SystemExit(3)\n", "SystemExit: 3 (raised at f.py:2 in go)"),
        ("async def go():\n    raise KeyboardInterrupt\n", "KeyboardInterrupt (raised at f.py:2 in go)"),
        ("async def go():\n    raise TimeoutError('own')\n", "TimeoutError: own (raised at f.py:2 in go)"),
        ("import asyncio\nasync def go():\n    raise asyncio.CancelledError\n", "CancelledError"),
        ("async def go():\n    yield 1\n", "asynchronous generator"),
        ("def go(missing):\n    pass\n", "missing 1 required positional argument: 'missing'"),
        ("def other():\n    pass\n", "f.py has no function 'go'"),
        ("go = 3\n", "'go' in f.py is no function"),
        ("def go(:\n", "f.py:1: "),
        ("import no_such_package\ndef go(): pass\n", "No module named 'no_such_package'"),
        ("1 / 0\ndef go(): pass\n", "importing f.py failed: ZeroDivisionError"),
        ("import sys\nsys.exit(1)\ndef go(): pass\n", "importing f.py failed: SystemExit"),
    ],
)
def test_whatever_a_function_does_is_an_error_of_its_step(run_block, body, said):
    ran = run_block(
        """
        fan_out: {max_failures: 1}
        steps:
          - {id: x, when: device.name == 'a', python: "f.py:go"}
        """,
        devices=["a", "b"],
        files={"f.py": "def go():\n    pass\n", "g.py": ""},
        before_run={"f.py": body},
    )
    assert ran.outcome.success, ran.outcome.message
    assert ran.error("a")["code"] == "python_error"
    assert said in ran.error("a")["message"]
    assert ran.hosts["b"].ok


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("def go():\n    yield 1\n    yield 2\n", [1, 2]),
        ("async def go():\n    return 5\n", 5),
        ("async def inner():\n    return 6\ndef go():\n    return inner()\n", 6),
        ("class Go:\n    def __call__(self):\n        return 7\ngo = Go()\n", 7),
        ("go = dict\n", {}),
        ("from . import helpers\ndef go():\n    return helpers.NUMBER\n", 8),
        ("from .helpers import NUMBER\ndef go():\n    return NUMBER\n", 8),
    ],
)
@pytest.mark.parametrize("timeout", ["", ", timeout: 5"])
def test_a_function_may_be_many_things(run_block, body, value, timeout):
    ran = run_block(
        f"""
        run_on: device
        steps: [{{id: x, python: "f.py:go"{timeout}}}]
        result: {{data: {{x: "{{{{ steps.x.value }}}}"}}}}
        """,
        devices=["a"],
        files={"f.py": body, "helpers.py": "NUMBER = 8\n"},
    )
    assert ran.data["x"] == value


def test_a_helper_module_beside_the_block_is_imported_relatively(run_block):
    ran = run_block(
        "steps: [{id: x, python: 'f.py:go'}]\n",
        devices=["a"],
        files={"f.py": "import helping\ndef go(): pass\n", "helping.py": ""},
    )
    assert ran.error("a")["hint"] == "helping.py stands beside it: write `from . import helping`"


def test_a_file_that_is_gone_when_the_block_runs_is_named(run_block):
    ran = run_block(
        "steps: [{id: x, python: 'f.py:go'}]\n",
        devices=["a"],
        files={"f.py": "def go(): pass\n"},
        before_run={"f.py": None},
    )
    assert ran.error("a")["message"] == "there is no file f.py beside the block"


def test_a_function_changes_only_its_own_copy_of_what_it_is_given(run_block):
    ran = run_block(
        """
        parameters: {names: {type: array, default: [p]}}
        steps:
          - {id: rows, set: [{n: 1}]}
          - {id: x, python: "f.py:spoil", with: {rows: "{{ steps.rows.value }}", more: [q]}}
          - {id: y, set: "{{ [steps.rows.value, params.names] }}"}
        result: {data: {x: {per_device: "{{ steps.x.value }}", type: array}, y: {per_device: "{{ steps.y.value }}", type: array}}}
        """,
        devices=["a", "b"],
        files={
            "f.py": """
            def spoil(rows, more, *, step):
                for things in (rows, more, step.params["names"]):
                    things.append("spoiled")
                return more
            """
        },
    )
    assert ran.data["x"] == {"a": ["q", "spoiled"], "b": ["q", "spoiled"]}
    assert ran.data["y"] == {"a": [[{"n": 1}], ["p"]], "b": [[{"n": 1}], ["p"]]}


def test_a_file_is_read_again_when_it_has_changed(run_block):
    block = """
        run_on: device
        steps: [{id: x, python: "f.py:go"}]
        result: {data: {x: "{{ steps.x.value }}"}}
        """
    for number in (1, 2):
        ran = run_block(
            block,
            devices=["a"],
            files={
                "f.py": "from . import part\ndef go():\n    return part.N\n",
                "part.py": f"N = {number}{' ' * number}\n",
            },
        )
        assert ran.data["x"] == number


def test_changes_of_the_entity_become_database_updates(run_block):
    ran = run_block(
        "steps: [{id: x, python: 'f.py:go'}]\n",
        devices=["a", "b"],
        files={"f.py": "def go(*, step):\n    step.device.facts = {'seen': step.device.hostname}\n"},
    )
    assert [update["value"] for update in ran.outcome.db_updates] == [{"seen": "a"}, {"seen": "b"}]


def test_asynchronous_functions_of_all_devices_may_use_threads_at_the_same_time(run_block):
    ran = run_block(
        "steps: [{id: x, python: 'f.py:go'}]\n",
        devices=[f"d{number}" for number in range(40)],
        files={
            "f.py": """
            import time
            async def go(*, step):
                return await step.run_in_thread(time.sleep)(0.01)
            """
        },
        deadline=5,
    )
    assert ran.outcome.success, ran.outcome.message


def test_a_function_that_runs_once_has_no_device_and_no_session(run_block):
    ran = run_block(
        "steps: [{id: x, once: true, python: 'f.py:go'}]\n",
        devices=["a"],
        files={"f.py": "def go(*, step):\n    assert step.device is None\n    step.session\n"},
    )
    assert "has no device, and so no session" in ran.outcome.message


def test_a_pool_full_of_hung_functions_does_not_keep_the_job_from_ending(run_block):
    ran = run_block(
        "steps: [{id: x, python: 'f.py:go'}]\n",
        devices=["a", "b", "c"],
        files={"f.py": "import threading\ndef go():\n    threading.Event().wait(30)\n"},
        deadline=0.3,
    )
    assert ran.outcome.elapsed < 3
    assert {host.error["code"] for host in ran.hosts.values()} == {"not_finished"}
    assert {host.error["step"] for host in ran.hosts.values()} == {"x"}


def test_what_a_function_logs_shows_no_secret_and_nothing_under_no_log(run_block, caplog):
    caplog.set_level("DEBUG", "neops")
    run_block(
        """
        parameters: {token: {type: string, secret: true}}
        steps:
          - {id: x, python: "f.py:go", with: {t: "{{ params.token }}"}}
          - {id: y, no_log: true, python: "f.py:go", with: {t: hushhush}, on_error: continue}
        """,
        devices=["a"],
        params={"token": "s3cr3t"},
        files={
            "f.py": """
            def go(t, *, step):
                step.logger.info("using %s", t, extra_key=t)
                step.logger.with_context(token=t).warning("with %d %%", 5)
                try:
                    raise ValueError(t)
                except ValueError:
                    step.logger.exception("odd")
                if t == "hushhush":
                    raise ValueError(t)
            """
        },
    )
    assert "using ***" in caplog.text
    assert "with 5 %" in caplog.text
    assert "ValueError: ***" in caplog.text
    assert "s3cr3t" not in caplog.text + repr([record.__dict__ for record in caplog.records])
    assert "hushhush" not in caplog.text
