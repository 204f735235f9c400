"""Several workers on one engine: its jobs are shared among them."""

from __future__ import annotations

from collections import Counter

from lab.blocks import write_blocks
from lab.engine_api import finished, submit

JOBS = 60
NAPS = """
@block("nap")
class Nap(Base):
    async def run(self, params, context):
        with open(params.file, "a") as file:
            file.write(params.text + "\\n")
        time.sleep(params.seconds)
        return ok(params.text)
"""


def test_three_workers_share_sixty_jobs_and_run_each_once(dev_engine, start_worker, tmp_path):
    blocks = write_blocks(tmp_path / "blocks", NAPS)
    workers = [start_worker(dev_engine.url, blocks, name=f"w{number}", serving=False) for number in range(3)]
    for worker in workers:
        worker.serving()
    ran = tmp_path / "ran"
    with dev_engine.client() as http:
        submissions = [
            submit(
                http,
                "fb.test/nap",
                parameters={"text": str(number), "file": str(ran), "seconds": 0.05 + number % 6 / 100},
            )["submissionId"]
            for number in range(JOBS)
        ]
        done = [job for submission in submissions for job in finished(http, submission)]
    assert {job["resultStatus"] for job in done} == {"success"}
    assert sorted(ran.read_text().split(), key=int) == [str(number) for number in range(JOBS)]
    shares = Counter(job["workerName"] for job in done)
    assert set(shares) == {"w0", "w1", "w2"}, shares
    assert min(shares.values()) >= 5, shares
    assert [worker.stop() for worker in workers] == [0, 0, 0]
