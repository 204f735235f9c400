from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from neops_worker_sdk.worker.outbox import Claim, Outbox, OutboxBusyError, contents, open_outbox

HOLD = """
import sys, time
from pathlib import Path
from neops_worker_sdk.worker.outbox import open_outbox
outbox = open_outbox(Path(sys.argv[1]), "http://engine")
outbox.claimed([("a", "fb/a:1.0.0"), ("b", "fb/b:1.0.0"), ("c", "fb/c:1.0.0")])
outbox.started("a")
outbox.put("c", b"result of c")
print(outbox.path.name, flush=True)
time.sleep(60)
"""


@pytest.fixture
def other_process(tmp_path):
    """Another process that has claimed a, b and c, started a, finished c; and holds its outbox."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    name = process.stdout.readline().strip()
    yield process, name
    process.kill()
    process.communicate()


def test_what_was_claimed_started_and_finished_is_there_after_the_file_was_closed(tmp_path):
    first = Outbox(tmp_path / "o.sqlite3")
    first.claimed([("a", "fb/a:1.0.0"), ("b", "fb/b:1.0.0"), ("c", "fb/c:1.0.0")])
    first.started("b")
    first.put("c", b"{}")
    first.close()
    again = Outbox(tmp_path / "o.sqlite3")
    assert again.claims() == [Claim("a", "fb/a:1.0.0", started=False), Claim("b", "fb/b:1.0.0", started=True)]
    assert again.results() == [("c", b"{}")]
    again.close()


def test_a_delivered_result_is_gone_and_a_refused_one_is_kept_aside():
    outbox = Outbox(None)
    outbox.put("a", b"1")
    outbox.put("b", b"2")
    outbox.delivered("a")
    outbox.refused("b", "413")
    assert outbox.results() == []
    assert (outbox.content().waiting, outbox.content().refused) == (0, 1)
    outbox.close()


def test_two_processes_get_an_outbox_each(tmp_path, other_process):
    _, name = other_process
    own = open_outbox(tmp_path, "http://engine")
    assert (name, own.path.name) == ("outbox-0.sqlite3", "outbox-1.sqlite3")
    assert own.claims() == []
    with pytest.raises(OutboxBusyError):
        Outbox(own.path.parent / name)
    own.close()


def test_what_a_killed_process_left_behind_is_taken_over(tmp_path, other_process):
    process, _ = other_process
    own = open_outbox(tmp_path, "http://engine")
    own.put("mine", b"x")
    own.close()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    heir = open_outbox(tmp_path, "http://engine")
    assert {claim.job_id: claim.started for claim in heir.claims()} == {"a": True, "b": False}
    assert sorted(heir.results()) == [("c", b"result of c"), ("mine", b"x")]
    heir.close()
    assert [content.waiting for _, content in contents(tmp_path, "http://engine")] == [2, 0]


def test_a_file_that_is_broken_does_not_keep_a_worker_from_writing_to_another_one(tmp_path):
    first = open_outbox(tmp_path, "http://engine")
    first.close()
    first.path.write_bytes(b"no database at all, but long enough to look like one" * 50)
    told = []
    own = open_outbox(tmp_path, "http://engine", told.append)
    assert own.path.name == "outbox-1.sqlite3"
    assert len(told) == 1
    assert "outbox-0.sqlite3 cannot be used as an outbox" in told[0]
    own.close()


def test_what_cannot_be_taken_over_is_told_and_left_where_it_is(tmp_path):
    first, second = open_outbox(tmp_path, "http://engine"), open_outbox(tmp_path, "http://engine")
    second._db.execute("DROP TABLE jobs")
    second._db.execute("CREATE TABLE jobs (another TEXT)")
    first.close()
    second.close()
    told = []
    own = open_outbox(tmp_path, "http://engine", told.append)
    assert own.path == first.path
    assert "outbox-1.sqlite3 cannot be taken over" in told[0]
    own.close()


def test_engines_have_directories_of_their_own(tmp_path):
    one, two = open_outbox(tmp_path, "http://one"), open_outbox(tmp_path, "http://two")
    assert one.path.parent != two.path.parent
    one.close()
    two.close()


def test_only_the_owner_can_read_the_file(tmp_path):
    outbox = open_outbox(tmp_path, "http://engine")
    assert outbox.path.stat().st_mode & 0o077 == 0
    assert outbox.path.parent.stat().st_mode & 0o077 == 0
    outbox.close()


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "o.sqlite3").write_bytes(b"no database at all, but long enough to look like one" * 50)
    with pytest.raises(OSError, match=r"o\.sqlite3 cannot be used as an outbox"):
        Outbox(tmp_path / "o.sqlite3")
