"""How many no-op jobs per second a worker runs and how soon it begins one: ours, and the published worker.

    python benchmarks/worker_throughput.py [--jobs 1000] [--peer-jobs 20] [--runs 3]

Both are the same command with the same block on the same engine, each in its own interpreter; the runs are
interleaved. The published worker polls every second, the shortest it can; it sleeps another second after each
job, so it gets fewer jobs. The blocks tell when they began, so everything is measured up to the first line of
a block, not to the claim.

backlog: jobs wait already; jobs per second, and the pause between the end of a job and the begin of the next.
busy:    jobs come in at random, on average half as many as it just ran per second; from submission to begin.
idle:    one job at a time, after a pause; from submission to begin.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from lab.engine_fixtures import DevEngine  # noqa: E402
from lab.peers import PeerUnavailable, peer_environment, peer_python  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

BLOCK = "fb.bench.io/stamp"
MEASURES = {
    "backlog, jobs/s": max,
    "backlog, ms between jobs": min,
    "busy, ms to begin": min,
    "idle, ms to begin": min,
}


@dataclass
class Contender:
    """A worker that is measured.

    Attributes:
        python: its interpreter.
        environment: of its process.
        jobs: how many it gets.
        figures: what was measured, by name; a list with one number per run, or several.
    """

    python: Path
    environment: dict[str, str]
    jobs: int
    figures: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in MEASURES})


def contenders(jobs: int, peer_jobs: int) -> dict[str, Contender]:
    found = {"ours": Contender(Path(sys.executable), dict(os.environ), jobs)}
    try:
        found["published"] = Contender(peer_python("published"), peer_environment(our_sdk=False), peer_jobs)
    except PeerUnavailable as error:
        print(f"the published worker is left out: {error}", file=sys.stderr)
    return found


@contextlib.contextmanager
def working(contender: Contender, engine: DevEngine, directory: Path) -> Iterator[None]:
    """A worker that runs, from the moment that the engine knows it."""
    settings = {
        "URL_BLACKBOARD": engine.url,
        "DIR_FUNCTION_BLOCKS": str(HERE / "contenders" / "stamp"),
        "POLL_INTERVAL": "1",
        "STATE_DIR": str(directory / "state"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    log = directory / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(contender.python), "-m", "neops_worker_sdk.cli.neops_worker"],
            env=contender.environment | settings,
            cwd=directory,
            stdout=output,
            stderr=output,
        )
    try:
        with engine.client() as http:
            while not http.get("/workers/online").json():
                if process.poll() is not None:
                    raise RuntimeError(log.read_text("utf-8", "replace"))
                time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait()


def submit(http: httpx.Client) -> str:
    answer = http.post("/dev/submissions", json={"functionBlock": BLOCK})
    job_id: str = answer.raise_for_status().json()["jobs"][0]["jobId"]
    return job_id


def ended(http: httpx.Client, job_id: str) -> dict[str, Any]:
    """A job, when it has ended; raises RuntimeError if it failed."""
    told: dict[str, Any] = {"finished": False, "last": 0}
    while not told["finished"]:
        told = http.get(f"/dev/jobs/{job_id}/events", params={"after": told["last"], "wait": 20}).json()
    job: dict[str, Any] = http.get(f"/dev/jobs/{job_id}").json()
    if job["resultStatus"] != "success":
        raise RuntimeError(job["result"])
    return job


def began(job: dict[str, Any]) -> float:
    moment: float = job["result"]["data"]["began"]
    return moment


def waited(job: dict[str, Any]) -> float:
    """Milliseconds from the submission of a job to its begin."""
    return (began(job) - datetime.fromisoformat(job["createdAt"]).timestamp()) * 1000


def backlog(contender: Contender, engine: DevEngine, directory: Path) -> None:
    with engine.client() as http:
        jobs = [submit(http) for _ in range(contender.jobs)]
        with working(contender, engine, directory):
            ended(http, jobs[-1])
            moments = sorted(began(ended(http, job)) for job in jobs)
    pauses = [(end - begin) * 1000 for begin, end in itertools.pairwise(moments)]
    contender.figures["backlog, jobs/s"].append(len(pauses) / (moments[-1] - moments[0]))
    contender.figures["backlog, ms between jobs"].extend(pauses)


def busy(contender: Contender, engine: DevEngine, directory: Path, chance: random.Random) -> None:
    with engine.client() as http, working(contender, engine, directory):
        ended(http, submit(http))
        jobs = []
        rate = contender.figures["backlog, jobs/s"][-1] / 2
        for _ in range(min(contender.jobs, 200)):
            time.sleep(chance.expovariate(rate))
            jobs.append(submit(http))
        ended(http, jobs[-1])
        contender.figures["busy, ms to begin"].extend(waited(ended(http, job)) for job in jobs)


def idle(contender: Contender, engine: DevEngine, directory: Path, chance: random.Random) -> None:
    with engine.client() as http, working(contender, engine, directory):
        ended(http, submit(http))
        for _ in range(min(contender.jobs, 20)):
            time.sleep(chance.uniform(0.5, 2.5))
            contender.figures["idle, ms to begin"].append(waited(ended(http, submit(http))))


def race(found: dict[str, Contender], runs: int) -> None:
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        engine = DevEngine(directory / "engine.sqlite")
        engine.start()
        try:
            for contender in found.values():
                with working(contender, engine, directory):
                    pass  # now the engine knows the block
            for _ in range(runs):
                for contender in found.values():
                    backlog(contender, engine, directory)
                for contender in found.values():
                    busy(contender, engine, directory, chance)
                for contender in found.values():
                    idle(contender, engine, directory, chance)
        finally:
            engine.stop()


def show(found: dict[str, Contender], runs: int) -> None:
    counts = ", ".join(f"{name} {contender.jobs} jobs" for name, contender in found.items())
    print(f"medians of {runs} interleaved runs: {counts}; in brackets the 95th percentile")
    print(f"{'':28}" + "".join(f"{name:>24}" for name in found) + f"{'ratio':>10}")
    for measure, better in MEASURES.items():
        medians, texts = [], []
        for contender in found.values():
            values = sorted(contender.figures[measure])
            medians.append(statistics.median(values))
            high = values[int((len(values) - 1) * 0.95)]
            texts.append(f"{medians[-1]:.1f}" + (f" ({high:.1f})" if better is min else ""))
        ratio = f"{max(medians) / min(medians):9.0f}x" if len(medians) == 2 else ""
        print(f"{measure:28}" + "".join(f"{text:>24}" for text in texts) + f"{ratio:>10}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=1000, help="for our worker")
    parser.add_argument("--peer-jobs", type=int, default=20, help="for the published worker")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    found = contenders(given.jobs, given.peer_jobs)
    race(found, given.runs)
    show(found, given.runs)


if __name__ == "__main__":
    main()
