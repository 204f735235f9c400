"""Two hundred devices: no false alarm, nobody forgotten, no time lost."""

from __future__ import annotations


def test_two_hundred_devices_are_quick_and_hold_no_loop(run_block):
    ran = run_block(
        """
        steps:
          - {id: n, set: "{{ device.id }}"}
          - {id: total, once: true, set: "{{ succeeded.values() | map(attribute='steps.n.value') | sum }}"}
          - {id: share, set: "{{ steps.n.value / steps.total.value }}"}
          - {id: p, python: "f.py:go"}
        result:
          data:
            total: {type: integer, value: "{{ steps.total.value }}"}
            p: {type: integer, per_device: "{{ steps.p.value }}"}
        """,
        devices=[f"d{number}" for number in range(200)],
        files={"f.py": "async def go(*, step):\n    return step.device.id\n"},
    )
    assert ran.outcome.success, ran.outcome.message
    assert ran.data["total"] == 200 * 201 // 2
    assert len(ran.data["p"]) == len(ran.hosts) == 200
    assert ran.outcome.blocking == ()
    assert ran.outcome.elapsed < 5, ran.outcome.elapsed
