from __future__ import annotations

import pytest

from neops_dev_engine.workflows.executions.advancing import _PHASES
from neops_dev_engine.workflows.executions.states import ENDS, NEXT, Status, may_follow

ALLOWED = """
new: valid failed_safe error
valid: ready blocked_waiting error
blocked_waiting: ready error
ready: resource_discovery error
resource_discovery: resources_discovered error
resources_discovered: scheduled error
scheduled: locking error
locking: locked scheduled error
locked: running error
running: completed error
error: rollback failed_safe failed_unsafe
rollback: failed_safe failed_unsafe
completed: completed_ack
failed_safe: failed_safe_ack
failed_unsafe: failed_unsafe_ack
completed_ack:
failed_safe_ack:
failed_unsafe_ack:
"""


@pytest.mark.parametrize("line", ALLOWED.strip().splitlines())
def test_which_states_may_follow(line):
    before, _, after = line.partition(":")
    assert {status for status in Status if may_follow(Status(before), status)} == set(after.split())


def test_every_state_is_an_end_or_has_something_to_do():
    assert set(_PHASES) == set(NEXT) == set(Status) - ENDS
