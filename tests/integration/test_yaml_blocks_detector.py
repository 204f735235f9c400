"""The blocking detector on a YAML block: block, step, line of the YAML, file and line of the function."""

from __future__ import annotations

import logging


def test_a_step_that_holds_the_loop_is_named_with_its_yaml_and_python_places(run_block, caplog):
    caplog.set_level(logging.WARNING, "neops")
    ran = run_block(
        """
        steps:
          - id: quick
            set: 1
          - id: lookup
            python: "slow.py:lookup"
        """,
        devices=["a"],
        header="schema: function-block/v1\nname: slow_lookup\npackage: fb.test\nversion: 1.0.0\ntype: none\n",
        files={
            "slow.py": """
            import asyncio
            import time


            async def lookup():
                await asyncio.sleep(0.8)
                time.sleep(1.2)
                return 1
            """
        },
    )
    assert ran.outcome.success, ran.outcome.message
    (event,) = ran.outcome.blocking
    assert event.activity.startswith("block slow_lookup, step 'lookup' (")
    assert event.activity.endswith("under_test.block.yaml:11:5) on a")
    (warning,) = [
        record.getMessage()
        for record in caplog.records
        if "Blocking operation detected" in record.getMessage()
    ]
    for part in (
        "slow_lookup",
        "step 'lookup'",
        "under_test.block.yaml:11:5",
        "slow.py",
        "line 8",
        "time.sleep(1.2)",
    ):
        assert part in warning, (part, warning)
    assert 0.9 < event.duration < 1.6


def test_a_step_that_only_awaits_or_works_in_a_thread_is_not(run_block):
    ran = run_block(
        """
        steps:
          - {id: a, python: "fine.py:waits"}
          - {id: b, python: "fine.py:sleeps"}
        """,
        devices=["a"],
        files={
            "fine.py": """
            import asyncio, time
            async def waits():
                await asyncio.sleep(0.7)
            def sleeps():
                time.sleep(0.7)
            """
        },
    )
    assert ran.outcome.success
    assert ran.outcome.blocking == ()
