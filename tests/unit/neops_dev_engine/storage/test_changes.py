from __future__ import annotations

import pytest

from neops_dev_engine.storage import Changes

pytestmark = pytest.mark.asyncio


async def test_only_the_topics_listened_to_wake():
    changes = Changes()
    with changes.listen(["a", "b"]) as event:
        changes.announce(["c"])
        assert not event.is_set()
        changes.announce(["b"])
        assert event.is_set()


async def test_nobody_is_kept_who_has_left():
    changes = Changes()
    with changes.listen(["a"]) as gone, changes.listen(["a"]) as here:
        pass
    with changes.listen(["a"]) as here:
        changes.announce(["a"])
    assert here.is_set()
    assert not gone.is_set()
    assert not changes._listeners


async def test_closing_wakes_everybody_now_and_later():
    changes = Changes()
    with changes.listen(["a"]) as waiting:
        changes.close()
        assert waiting.is_set()
    with changes.listen(["b"]) as late:
        assert late.is_set()
    assert changes.closed
