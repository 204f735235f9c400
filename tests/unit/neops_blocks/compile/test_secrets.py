"""Secrets never leave a run, whatever their type and wherever they turn up."""

from __future__ import annotations

import json

BLOCK = """
parameters:
  token: {type: string, secret: true}
  pin: {type: integer, secret: true}
  tree: {type: object, secret: true}
  many: {type: array, secret: true}
"""
OTHERS = {"pin": 987654, "tree": {"deep": ["n3sted-one"]}, "many": ["l1sted-one", None, True]}


def test_secrets_of_every_type_are_masked_in_results_and_do_not_break_their_schemas(run_block):
    ran = run_block(
        BLOCK
        + """
steps: [{id: x, set: "{{ params }}"}]
result:
  message: "{{ succeeded.a.steps.x.value.token }} {{ succeeded.a.steps.x.value.pin }}"
  data:
    x: {type: object, value: {a: "{{ params.pin }}", b: "{{ params.tree }}", c: "{{ params.many }}"}}
    number: {type: integer, value: "{{ params.pin }}"}
    text: {type: string, pattern: "^s3", value: "{{ params.token }}"}
""",
        devices=["a"],
        params={"token": "s3cr3t", **OTHERS},
    )
    assert ran.outcome.success
    assert ran.outcome.message == "*** ***"
    assert ran.data["x"] == {"a": "***", "b": {"deep": ["***"]}, "c": ["***", None, True]}
    assert (ran.data["number"], ran.data["text"]) == ("***", "***")


def test_secrets_are_masked_in_exceptions_of_functions_and_in_the_log(run_block, caplog):
    ran = run_block(
        BLOCK + "steps: [{id: x, python: 'f.py:go', with: {t: \"{{ params }}\"}}]\n",
        devices=["a"],
        params={"token": 'tr"icky\\one', **OTHERS},
        files={"f.py": "def go(t):\n    raise ValueError(t, t['token'])\n"},
    )
    told = json.dumps(ran.hosts["a"].error) + ran.outcome.message + caplog.text
    for secret in ("icky", "987654", "n3sted-one", "l1sted-one"):
        assert secret not in told


def test_secrets_of_the_device_are_masked_also_those_in_its_options(run_block):
    ran = run_block(
        """
        steps: [{id: x, set: "{{ device.connection_options }}"}]
        result: {data: {x: {per_device: "{{ steps.x.value }}", type: string}}}
        """,
        devices=[
            {
                "hostname": "a",
                "connection_options": json.dumps(
                    {"enable_password": "en4ble-pw", "options": {"passphrase": "phr4se", "keepalive": 5}}
                ),
            }
        ],
    )
    assert "en4ble" not in ran.data["x"]["a"]
    assert "phr4se" not in ran.data["x"]["a"]
    assert "keepalive" in ran.data["x"]["a"]


def test_an_invalid_secret_is_not_in_the_outcome(run_block):
    ran = run_block(
        BLOCK + "steps: [{id: x, set: 1}]\n", devices=["a"], params={"token": ["v3ry-secret"], **OTHERS}
    )
    assert not ran.outcome.success
    assert "v3ry-secret" not in repr(ran.outcome)
    assert "token" in ran.outcome.message


def test_no_log_hides_the_whole_step(run_block, caplog):
    ran = run_block(
        """
        fan_out: {max_failures: 1}
        steps: [{id: x, no_log: true, loop: [h1dden-item], assert: [{that: false, message: "h1dden {{ item }}"}]}]
        """,
        devices=["a"],
    )
    assert ran.error("a")["code"] == "assert_failed"
    assert "h1dden" not in json.dumps(ran.hosts["a"].error) + caplog.text + repr(ran.steps)


def test_a_password_that_is_a_word_of_ours_breaks_nothing(run_block):
    words = ["code", "message", "step", "hint", "where", "rows", "failed", "assert_failed"]
    ran = run_block(
        """
        fan_out: {max_failures: 100%}
        steps:
          - {id: x, when: device.name != 'd0', assert: [{that: false, message: "no {{ device.password }}"}]}
        result: {data: {rows: {type: string, per_device: "{{ device.password }}"}}}
        """,
        devices=[{"hostname": f"d{number}", "password": word} for number, word in enumerate(words)],
    )
    assert ran.outcome.success, ran.outcome.message
    assert ran.data["rows"] == {"d0": "***"}
    assert ran.data["failed"]["d1"]["code"] == ran.error("d1")["code"] == "assert_failed"
    assert ran.error("d1")["message"] == "no ***"
