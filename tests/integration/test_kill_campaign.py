"""kill -9 of engine and workers at random moments under load: every job keeps exactly one outcome.

A few kills in CI, many by make soak. What the engine has recorded, what is in the outbox of a killed worker and
what blocks have really done (each writes its job's id to a file when it begins) must fit together.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from lab.blocks import write_blocks

if TYPE_CHECKING:
    from pathlib import Path

    from lab.engine_fixtures import DevEngine
    from lab.worker_fixtures import WorkerProcess

LONG = bool(os.environ.get("NEOPS_SOAK"))
KILLS = 30 if LONG else 4
SEED = int(os.environ.get("NEOPS_SEED", "11"))
pytestmark = [pytest.mark.soak, pytest.mark.timeout(600 if LONG else 90)]

OFFLINE = 6.0
THRESHOLDS = {
    "WORKER_UNREACHABLE_THRESHOLD_MS": "3000",
    "WORKER_OFFLINE_THRESHOLD_MS": str(int(OFFLINE * 1000)),
    "BLACKBOARD_STUCK_JOB_TIMEOUT": "8000",
    "BLACKBOARD_JOB_CHECK_INTERVAL": "500",
}
POSSIBLY, NOT = "possibly executed", "before the job was started"
WORK = """
@block("work")
class Work(Base):
    async def run(self, params, context, meta):
        ran = os.open(params.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(ran, f"{meta.job_id}\\n".encode())
        os.close(ran)
        time.sleep(params.seconds)
        return ok(meta.job_id)
"""


class Load(threading.Thread):
    """Submits jobs until it is told to stop; keeps the ids of those that were accepted."""

    def __init__(self, url: str, ran: Path, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.accepted: list[str] = []
        self.done = threading.Event()
        self._url, self._ran, self._chance = url, ran, chance

    def run(self) -> None:
        with httpx.Client(base_url=self._url, trust_env=False, timeout=5) as http:
            while not self.done.wait(0.04):
                parameters = {"file": str(self._ran), "seconds": self._chance.uniform(0, 0.1)}
                with contextlib.suppress(httpx.HTTPError):  # the engine is being killed
                    answer = http.post(
                        "/dev/submissions", json={"functionBlock": "fb.test/work", "parameters": parameters}
                    )
                    if answer.status_code == 202:
                        self.accepted += [job["jobId"] for job in answer.json()["jobs"]]


def outcomes(database: Path) -> dict[str, tuple[str, Any]]:
    """Status and result of each job, as the engine has them on its disk."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as db:
        rows = db.execute("SELECT id, status, result FROM jobs").fetchall()
    return {job_id: (status, result and json.loads(result)) for job_id, status, result in rows}


def ready(state: Path) -> dict[str, Any]:
    """The results that wait in the outboxes of workers that do not run."""
    found: dict[str, Any] = {}
    for path in state.glob("*/outbox-*.sqlite3"):
        with contextlib.suppress(sqlite3.OperationalError):  # locked: its worker lives
            with contextlib.closing(sqlite3.connect(path, timeout=0)) as db:
                rows = db.execute("SELECT job_id, body FROM jobs WHERE state = 'ready'").fetchall()
            found |= {job_id: json.loads(body)["result"] for job_id, body in rows}
    return found


def told(result: Any) -> tuple[bool, str]:
    """What matters of a result."""
    return result["success"], result["message"]


class Campaign:
    """An engine, two workers that share a state directory, and what was seen of their jobs.

    Attributes:
        killed: how often, by whom.
        first_seen: the result of each job, when it was first there.
        in_outbox: results that were in the outbox of a killed worker while the engine had none.
    """

    def __init__(
        self, chance: random.Random, engine: DevEngine, workers: list[WorkerProcess], state: Path
    ) -> None:
        self.killed: Counter[str] = Counter()
        self.first_seen: dict[str, Any] = {}
        self.in_outbox: dict[str, Any] = {}
        self._chance, self._engine, self._workers, self._state = chance, engine, workers, state

    def look(self) -> dict[str, tuple[str, Any]]:
        """What the engine has recorded; a result that is there never changes."""
        now = outcomes(self._engine.database)
        for job_id, (status, result) in now.items():
            if status == "pushed":
                assert self.first_seen.setdefault(job_id, result) == result, "a result was replaced"
        return now

    def kill_something(self, number: int) -> None:
        """A worker, the engine, or the engine and then a worker that cannot deliver its results.

        Or one of them is stopped for longer than a request may take.
        """
        match (number + self._chance.randrange(2)) % 4:
            case 0:
                self._kill_worker()
            case 1:
                self._kill_engine()
                self._engine.restart()
            case 2:
                self._kill_engine()
                time.sleep(self._chance.uniform(0.2, 1.0))
                self._kill_worker()
                self._engine.restart()
            case 3:
                self._freeze(self._chance.choice([self._engine, *self._workers]))

    def _kill_engine(self) -> None:
        self.killed["engine"] += 1
        self._engine.kill()
        self.look()

    def _kill_worker(self) -> None:
        worker = self._chance.choice(self._workers)
        self.killed[worker.directory.name] += 1
        worker.kill()
        before = self.look()
        self.in_outbox |= {
            job_id: result for job_id, result in ready(self._state).items() if before[job_id][0] == "polled"
        }
        time.sleep(self._chance.uniform(0, 0.5))
        worker.start()

    def _freeze(self, victim: DevEngine | WorkerProcess) -> None:
        self.killed["frozen"] += 1
        assert victim.process is not None
        victim.process.send_signal(signal.SIGSTOP)
        time.sleep(self._chance.uniform(1.5, 2.5))
        victim.process.send_signal(signal.SIGCONT)

    def settle(self) -> dict[str, Any]:
        """Wait until every job has a result, and stop the workers; the results."""
        end = time.monotonic() + 40
        while open_jobs := [job_id for job_id, (status, _) in self.look().items() if status != "pushed"]:
            assert time.monotonic() < end, f"seed {SEED}: no outcome of {open_jobs}"
            time.sleep(0.2)
        for worker in self._workers:
            worker.serving()
        assert [worker.stop() for worker in self._workers] == [0, 0]
        return {job_id: result for job_id, (_, result) in self.look().items()}


def test_every_job_keeps_exactly_one_outcome_whoever_is_killed(start_dev_engine, start_worker, tmp_path):
    chance = random.Random(SEED)
    ran, state = tmp_path / "ran", tmp_path / "state"
    engine = start_dev_engine(env=THRESHOLDS)
    blocks = write_blocks(tmp_path / "blocks", WORK)
    env = {
        "STATE_DIR": str(state),
        "STARTUP_RETRY_TIMEOUT": "30",
        "HEARTBEAT_INTERVAL": "1",
        "API_REQUEST_TIMEOUT": "1",
    }
    workers = [start_worker(engine.url, blocks, name=f"w{number}", env=env) for number in range(2)]
    campaign = Campaign(chance, engine, workers, state)
    load = Load(engine.url, ran, random.Random(SEED + 1))
    load.start()
    for number in range(KILLS):
        time.sleep(chance.uniform(0.3, 2.0))
        campaign.kill_something(number)
    load.done.set()
    load.join()
    found = campaign.settle()
    runs = Counter(ran.read_text().split())
    print(
        f"seed {SEED}: killed {dict(campaign.killed)}, {len(found)} jobs, {len(campaign.in_outbox)} in outboxes"
    )
    print(Counter("success" if result["success"] else result["message"][:60] for result in found.values()))
    assert set(load.accepted) <= set(found)
    assert max(runs.values()) == 1, f"seed {SEED}: run twice: {runs.most_common(3)}"
    for job_id, result in found.items():
        check_that_it_tells_the_truth(job_id, result, runs[job_id])
    for job_id, result in campaign.in_outbox.items():
        assert told(found[job_id]) == told(result), (
            f"seed {SEED}: the result of {job_id} in the outbox is lost"
        )
    assert ready(state) == {}


def check_that_it_tells_the_truth(job_id: str, result: Any, runs: int) -> None:
    success, message = told(result)
    if success:
        assert runs == 1, f"seed {SEED}: {job_id} succeeded and was not run"
        assert result["data"] == {"value": job_id}
    else:
        assert POSSIBLY in message or NOT in message, message
        assert NOT not in message or runs == 0, f"seed {SEED}: {job_id} was run: {message}"
