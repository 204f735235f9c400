from __future__ import annotations

import threading

import pytest

from neops_blocks.diagnostics import SessionLost, StepTimeout
from neops_blocks.steps.lease import Lease
from neops_blocks.steps.sessions import SessionKeeper


class Opened:
    def __init__(self):
        self.alive = True

    def close(self):
        self.alive = False


def test_a_session_is_opened_once_and_again_when_it_was_lost():
    opened = []
    keeper = SessionKeeper(lambda: opened.append(Opened()) or opened[-1])
    assert keeper.get() is keeper.get()
    opened[0].close()
    assert keeper.get() is opened[1]
    keeper.suspend()
    assert not opened[1].alive
    assert keeper.get() is opened[2]


def test_a_closed_keeper_opens_nothing():
    keeper = SessionKeeper(Opened)
    keeper.close()
    with pytest.raises(SessionLost, match="run is over"):
        keeper.get()


def test_a_session_that_opens_while_the_keeper_is_closed_does_not_stay_open():
    opening, go_on, opened, errors = threading.Event(), threading.Event(), Opened(), []

    def slow():
        opening.set()
        assert go_on.wait(5)
        return opened

    keeper = SessionKeeper(slow)

    def ask():
        try:
            keeper.get()
        except SessionLost as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    assert opening.wait(5)
    keeper.close()
    go_on.set()
    thread.join(5)
    assert errors
    assert not opened.alive


def test_a_revoked_lease_closes_the_session_and_gives_no_other():
    opened = Opened()
    lease = Lease(lambda: opened)
    assert lease.session() is opened
    lease.revoke()
    assert not opened.alive
    with pytest.raises(SessionLost):
        lease.session()


def test_a_lease_that_was_never_used_opens_nothing_when_revoked():
    def never():
        raise StepTimeout("opened")

    Lease(never).revoke()
