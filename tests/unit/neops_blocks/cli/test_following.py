from __future__ import annotations

import pytest

from neops_blocks.cli import following
from neops_blocks.cli.engine_answers import Feed, JobState, SubmissionState
from neops_blocks.cli.engine_client import EngineUnavailable
from neops_blocks.cli.following import Follower, Idle
from neops_blocks.cli.picture import Picture
from neops_blocks.cli.problems import Problem

CREATED = "2026-01-01T00:00:00Z"


class Clock:
    """Time that only passes when somebody sleeps."""

    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(following, "time", clock)
    return clock


class ScriptedApi:
    """Gives the next of the states; an exception among them is raised by states and events alike."""

    def __init__(self, clock, *script):
        self.clock, self.script = clock, list(script)

    def submission(self, submission_id):
        state = self.script[0]
        if isinstance(state, Exception):
            raise self.script.pop(0)
        if len(self.script) > 1:
            self.script.pop(0)
        return state

    def events(self, submission_id, after, wait):
        if isinstance(self.script[0], Exception):
            raise self.script.pop(0)
        self.clock.sleep(wait)
        return Feed(events=[], last=after, finished=False)


def job(status):
    result = {"success": True} if status == "pushed" else None
    return JobState.model_validate({"jobId": "j", "status": status, "createdAt": CREATED, "result": result})


def state(*statuses):
    finished = set(statuses) == {"pushed"}
    return SubmissionState(
        submission_id="s", function_block_id="p/b:1.0.0", finished=finished, jobs=[*map(job, statuses)]
    )


def follower(api, waiting_for=lambda: None):
    return Follower(api, "s", Picture({}, []), waiting_for, "neops-blocks submit --follow s")


GONE = EngineUnavailable("no engine answers at http://127.0.0.1:1", sent=False)


def test_a_job_that_nobody_takes_is_said_once_after_two_seconds(clock, capsys):
    asked = []

    def waiting_for():
        asked.append(clock.now)
        return "no worker serves p/b yet"

    api = ScriptedApi(clock, *[state("pending")] * 6, state("polled"), state("pushed"))
    assert follower(api, waiting_for).run().finished
    assert len(asked) == 1
    assert 102 <= asked[0] < 104
    assert capsys.readouterr().err == "no worker serves p/b yet\n"


def test_an_engine_that_is_away_for_a_while_is_waited_for(clock, capsys):
    api = ScriptedApi(clock, state("polled"), *[GONE] * 6, state("pushed"))
    assert follower(api).run().finished
    assert capsys.readouterr().err.splitlines() == [
        "no engine answers at http://127.0.0.1:1; trying again for 60 s",
        "the engine answers again",
    ]


def test_a_single_fault_of_the_connection_is_not_worth_a_word(clock, capsys):
    api = ScriptedApi(clock, state("polled"), GONE, state("pushed"))
    assert follower(api).run().finished
    assert capsys.readouterr().err == ""


def test_an_engine_that_stays_away_ends_it_with_the_way_back(clock):
    api = ScriptedApi(clock, state("polled"), *[GONE] * 100)
    with pytest.raises(Problem, match="has not answered for 60 s: no engine answers") as caught:
        follower(api).run()
    assert "neops-blocks submit --follow s" in caught.value.text
    assert 160 <= clock.now < 170


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([["pending"]] * 4, [False, False, True, False]),
        ([["pending", "polled"]] * 4, [False] * 4),
        (
            [["pending", "pushed"], ["polled", "pushed"], ["pending", "pushed"], ["pending", "pushed"]],
            [False] * 4,
        ),
        (
            [["pending", "pending"], ["pending", "pushed"], *[["pending", "pushed"]] * 2],
            [False, False, False, True],
        ),
        ([["pushed"]] * 4, [False] * 4),
    ],
)
def test_idle_means_that_jobs_wait_and_none_is_worked_on(clock, looks, told):
    idle, found = Idle(), []
    for statuses in looks:
        found.append(idle.too_long([*map(job, statuses)]))
        clock.sleep(1)
    assert found == told
