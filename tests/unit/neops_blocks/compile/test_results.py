"""The result of a run: what it may hold, and how its failures are told."""

from __future__ import annotations

import pytest


def test_values_of_python_types_reach_the_outcome_as_json(run_block):
    ran = run_block(
        """
        run_on: device
        steps: [{id: x, python: "f.py:go"}]
        result: {data: {x: "{{ steps.x.value }}"}}
        """,
        devices=["a"],
        files={
            "f.py": """
            import datetime, ipaddress
            def go():
                return {"when": datetime.date(2026, 1, 2), "who": ipaddress.ip_address("::1"), 3: (1, {2})}
            """
        },
    )
    assert ran.data["x"] == {"when": "2026-01-02", "who": "::1", "3": [1, [2]]}


def test_ten_megabytes_are_fine(run_block):
    ran = run_block(
        """
        run_on: device
        steps: [{id: x, python: "f.py:go"}]
        result: {data: {x: {type: string, value: "{{ steps.x.value }}"}}}
        """,
        devices=[{"hostname": "a", "password": "masked-pw"}],
        files={"f.py": "def go():\n    return 'x' * 10_000_000 + 'masked-pw'\n"},
    )
    assert len(ran.data["x"]) == 10_000_003


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (
            'data: {n: {per_device: "{{ steps.x.value }}", type: integer}}',
            "result_invalid: result field 'n' of a: expected integer, got text 'many'",
        ),
        (
            'data: {n: {value: "{{ succeeded.a.steps.y.value }}", type: string}}',
            "template_error: result field 'n': ",
        ),
        ('message: "{{ succeeded.nobody.steps }}"', "template_error: result.message: "),
        ("success: succeeded.nobody.steps", "template_error: result.success: "),
        (
            "data: {n: \"{{ '1e999' | float }}\"}",
            "result_invalid: result field 'n': inf is no number that JSON has",
        ),
    ],
)
def test_a_failing_part_of_the_result_is_named_with_its_line(run_block, result, message):
    ran = run_block(
        f"""
        steps: [{{id: x, set: many}}, {{id: y, when: false, set: 1}}]
        result:
          {result}
        """,
        devices=["a"],
    )
    assert not ran.outcome.success
    assert ran.outcome.data is None
    assert ran.outcome.message.startswith(message)
    assert "under_test.block.yaml:11:" in ran.outcome.message


def test_a_skipped_step_is_named_where_the_result_reads_it(run_block):
    ran = run_block(
        """
        steps: [{id: y, when: device.name == 'b', set: 1}]
        result: {data: {n: {per_device: "{{ steps.y.value }}", type: integer}}}
        """,
        devices=["a", "b"],
    )
    assert "result field 'n' of a" in ran.outcome.message
    assert "step 'y' was skipped on a" in ran.outcome.message


def test_the_template_that_failed_follows_in_brackets(run_block):
    steps = "steps: [{id: made, set: {platform: ios}}, {set: '{{ steps.made.value.plattform }}'}]"
    ran = run_block(steps, devices=["a"])
    assert ran.error("a")["message"] == (
        "the mapping has no key 'plattform'; did you mean 'platform'? (in `{{ steps.made.value.plattform }}`)"
    )
