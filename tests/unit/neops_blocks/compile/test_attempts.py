"""Loops and retries: what counts, when it ends, what is left behind."""

from __future__ import annotations

import pytest

COUNTER = """
CALLS = {}
def count(name="x", fail_until=0):
    CALLS[name] = CALLS.get(name, 0) + 1
    if CALLS[name] < fail_until:
        raise ValueError(f"not yet: {CALLS[name]}")
    return CALLS[name]
def ages():
    import time
    return time.monotonic()
"""


def once(run_block, steps, **more):
    return run_block(f"run_on: device\n{steps}", devices=["a"], files={"c.py": COUNTER}, **more)


def test_a_failing_item_ends_the_loop_and_is_named(run_block):
    ran = once(
        run_block,
        """
steps:
  - {id: x, loop: [1, 2, 3], on_error: fail, assert: [{that: item < 2, message: "too big"}]}
""",
    )
    assert ran.error("a")["message"] == "loop item 1 (2): too big"
    assert ran.error("a")["step"] == "x"


def test_with_on_error_continue_every_item_has_its_turn_and_the_step_is_not_ok(run_block):
    ran = once(
        run_block,
        """
steps:
  - {id: x, loop: {over: [1, 2, 3], as: n}, on_error: continue, retry: {attempts: 2}, assert: [{that: n == 2, message: odd}]}
result:
  data:
    oks: "{{ steps.x.results | map(attribute='ok') | list }}"
    whole: "{{ [steps.x.ok, steps.x.error.message, steps.x.attempts] }}"
""",
    )
    assert ran.data["oks"] == [False, True, False]
    assert ran.data["whole"] == [False, "loop item 0 (1): odd, after 2 attempts", 5]


@pytest.mark.parametrize(("over", "got"), [("'text'", "str"), ("{'a': 1}", "dict"), ("3", "int")])
def test_a_loop_over_no_list_says_so(run_block, over, got):
    ran = once(run_block, f'steps: [{{id: x, loop: "{over}", set: 1}}]\n')
    assert ran.error("a")["message"] == f"loop needs a list, got {got}"


def test_an_empty_loop_is_fine(run_block):
    ran = once(run_block, 'steps: [{id: x, loop: [], set: 1}]\nresult: {data: {x: "{{ steps.x }}"}}\n')
    assert ran.data["x"]["results"] == []
    assert ran.data["x"]["ok"]


def test_this_has_all_fields_of_a_result(run_block):
    ran = once(
        run_block,
        """
steps:
  - id: x
    python: "c.py:count"
    with: {fail_until: 3}
    retry: {attempts: 5, until: "this.ok and not this.skipped and this.error is none and this.attempts == 4 and this.elapsed >= 0"}
result: {data: {x: "{{ [steps.x.value, steps.x.attempts] }}"}}
""",
    )
    assert ran.data["x"] == [4, 4]


def test_until_may_wait_for_an_error(run_block):
    ran = once(
        run_block,
        """
steps:
  - {id: x, on_error: continue, retry: {attempts: 5, until: not this.ok}, assert: [{that: false, message: gone}]}
result: {data: {x: "{{ [steps.x.attempts, steps.x.error.message] }}"}}
""",
    )
    assert ran.data["x"] == [1, "gone"]


def test_an_error_and_an_until_that_cannot_be_evaluated_are_tried_again(run_block):
    ran = once(
        run_block,
        """
steps:
  - {id: x, python: "c.py:count", with: {fail_until: 2}, retry: {attempts: 3, until: this.value.nothing}}
""",
    )
    error = ran.error("a")
    assert error["code"] == "until_failed"
    assert error["message"].startswith("until never held (this.value.nothing): ")
    assert error["message"].endswith("after 3 attempts")


def test_within_and_backoff_bound_the_attempts(run_block):
    ran = once(
        run_block,
        """
steps:
  - {id: x, on_error: continue, retry: {delay: 0.05, backoff: 2, within: 0.3}, assert: [{that: false, message: no}]}
result: {data: {x: "{{ [steps.x.attempts, steps.x.elapsed] }}"}}
""",
    )
    attempts, elapsed = ran.data["x"]
    assert attempts == 3
    assert 0.1 < elapsed < 0.5


def test_a_pause_between_attempts_ends_with_the_run(run_block):
    ran = once(
        run_block,
        "steps: [{id: x, retry: {attempts: 2, delay: 60}, assert: [{that: false, message: no}]}]\n",
        deadline=0.2,
    )
    assert ran.outcome.elapsed < 2
    assert ran.error("a")["code"] == "not_finished"


def test_keys_of_a_platform_replace_on_error_too_and_default_is_for_the_others(run_block):
    ran = run_block(
        """
        steps:
          - id: x
            assert: [{that: false, message: no}]
            platforms:
              frr: {on_error: continue}
              default: {assert: [{that: true}]}
        """,
        devices=[
            {"hostname": "a", "platform": {"short_name": "frr"}},
            {"hostname": "b", "platform": {"short_name": "unheard_of"}},
            "c",
        ],
    )
    assert ran.outcome.success, ran.outcome.message


def test_a_device_without_a_platform_does_steps_that_need_none(run_block):
    ran = run_block(
        "steps: [{id: x, set: 1}, {id: y, set: 2, platforms: {default: unsupported, ios: {}}}]\n",
        devices=["a"],
    )
    assert ran.error("a")["message"] == "step 'y' has nothing for a device without a platform"
    assert ran.error("a")["hint"] == "its `platforms` key has ios"


def test_a_fault_of_ours_is_told_and_stays_with_its_device(run_block, monkeypatch, caplog):
    from neops_blocks.steps.set import SetValue

    def broken(self, attempt):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(SetValue, "run", broken)
    ran = run_block("steps: [{id: x, set: 1}]\n", devices=["a"])
    assert ran.error("a")["code"] == "failed"
    assert "unexpected ZeroDivisionError: ours" in ran.error("a")["message"]
    assert "Traceback" in caplog.text
