"""A row for each way in which the published worker is known to fail (sdk-surface.md, chapter 10), and what ours does.

Most rows are jobs of one engine and one worker, both processes. After each of them the same worker runs a sound job:
no row may take it down. Where an engine has to misbehave, a row has a worker of its own on an engine that it scripts.
W19 is as specified (one job at a time), W38 and W39 are faults of device plugins that we do not have.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lab.blocks import write_blocks
from lab.engine_api import events, finished, submit
from lab.engine_fixtures import DevEngine
from lab.hostile_blocks import write_hostile_blocks
from lab.scripted_engine import EMPTY, a_job, scripted_engine
from lab.worker_fixtures import worker_processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from lab.scripted_engine import ScriptedEngine
    from lab.worker_fixtures import WorkerProcess

ROOT = Path(__file__).parents[2]
NOT_OURS = {19, 38, 39}
ROWS: list[Any] = []
NEOPS_WORKER = (sys.executable, "-m", "neops_worker_sdk.cli.neops_worker")
ONE_DEVICE = {**EMPTY, "devices": [{"id": 1, "hostname": "sw1", "password": "hunter22"}]}


def row(number: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def add(check: Callable[..., None]) -> Callable[..., None]:
        ROWS.append(pytest.param(number, check, id=f"W{number}-{check.__name__}"))
        return check

    return add


class Lab:
    """An engine, a worker that serves all the blocks of `hostile_blocks`, and engines that a test scripts."""

    def __init__(self, directory: Path, start: Callable[..., WorkerProcess], engine: DevEngine) -> None:
        self.directory = directory
        self.blocks = write_hostile_blocks(directory / "blocks")
        self.fine = write_blocks(directory / "fine", "@block('fine')\nclass Fine(Base):\n    pass\n")
        self.naps = write_blocks(
            directory / "naps",
            "@block('naps')\nclass Naps(Base):\n"
            "    async def run(self, params, context):\n        time.sleep(params.seconds)\n        return ok()\n",
        )
        self.start = start
        self.http: httpx.Client = engine.client()
        self.worker = start(
            engine.url,
            None,
            *(part for place in self.blocks for part in ("--blocks", str(place))),
            env={"BLOCKING_DETECTION_THRESHOLD": "0.1", "POLL_INTERVAL": None, "PYTHONHASHSEED": "1"},
        )
        self.worker_id = self.worker.serving()

    def submitted(self, block: str, **fields: Any) -> str:
        return submit(self.http, f"fb.test/{block}", **fields)["submissionId"]

    def run(self, block: str, text: str = "", **fields: Any) -> dict[str, Any]:
        """The job of a block, when it has ended."""
        parameters = {"text": text, **fields.pop("parameters", {})}
        [one] = finished(self.http, self.submitted(block, parameters=parameters, **fields))
        return one

    def failed(self, block: str, text: str = "", **fields: Any) -> str:
        """The message of a job that has failed."""
        one = self.run(block, text, **fields)
        assert one["resultStatus"] == "failed", one
        return one["result"]["message"]

    def value(self, block: str, text: str = "", **fields: Any) -> Any:
        """What a job that succeeded has given."""
        one = self.run(block, text, **fields)
        assert one["resultStatus"] == "success", one
        return one["result"].get("data", {}).get("value")

    def told(self, job_id: str, text: str) -> dict[str, Any]:
        """The line with `text` in the log of a job, as the engine has it; the last ones come after the result."""
        end = time.monotonic() + 5
        while True:
            lines = [event for event in events(self.http, job_id) if text in event.get("text", "")]
            if lines:
                return lines[0]
            assert time.monotonic() < end, events(self.http, job_id)
            time.sleep(0.05)

    def blocking(self, block: str) -> str:
        """The warning about blocking in the log of a job, as the engine has it."""
        line = self.told(self.run(block)["jobId"], "Blocking operation detected")
        assert line["level"] == "warning"
        return line["text"]

    def is_well(self) -> None:
        """The worker is the same as at the beginning, and works."""
        assert self.worker.alive, self.worker.log()
        assert self.value("fine") is None
        assert [one["uuid"] for one in self.http.get("/workers").json()] == [self.worker_id]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    directory = tmp_path_factory.mktemp("weaknesses")
    engine = DevEngine(directory / "engine.sqlite")
    engine.start()
    try:
        with worker_processes(directory / "workers") as start:
            running = Lab(directory, start, engine)
            with running.http:
                yield running
    finally:
        engine.stop()


@pytest.fixture
def scripted() -> Iterator[ScriptedEngine]:
    with scripted_engine() as engine:
        yield engine


@row(1)
def run_returns_no_result(lab: Lab) -> None:
    for what, said in (("none", "None"), ("text", "type str"), ("dict", "type dict")):
        message = lab.failed("returns_nothing", what)
        assert re.search(rf"run returned .*{said} instead of a FunctionBlockResult", message), message


@row(2)
def a_block_calls_sys_exit(lab: Lab) -> None:
    assert lab.failed("exits") == "Error executing function block: the block called sys.exit(3)"


@row(3)
def cancelled_error_escapes(lab: Lab) -> None:
    assert "CancelledError" in lab.failed("cancels")


@row(4)
def something_that_is_no_entity_is_put_into_the_context(lab: Lab) -> None:
    assert "the database updates cannot be computed" in lab.failed("adds_no_entity")


@row(5)
def an_acquire_that_the_engine_does_not_take_is_named(lab: Lab) -> None:
    for kind in ("expansion", "reference"):
        message = lab.failed("acquires", kind, type="acquire")
        assert f"acquire 1 is of type '{kind}', but the engine takes only" in message


@row(6)
def an_elastic_acquire_has_a_limit(lab: Lab) -> None:
    one = lab.run("acquires", "limited", type="acquire")
    assert (one["resultStatus"], one["acquires"][0]["limit"]) == ("success", 10)


@row(7)
def a_registered_class_lacks_an_abstract_method(lab: Lab) -> None:
    message = lab.failed("incomplete")
    assert "abstract" in message
    assert "acquire" in message


@row(8)
def a_file_that_cannot_be_imported_costs_that_file(lab: Lab) -> None:
    log = lab.worker.log()
    assert re.search(r"raises\.py:2: ValueError: broken", log)
    assert re.search(r"exits\.py:2: the file called sys\.exit\(4\)", log)


@row(9)
def the_version_check_answers_200(lab: Lab, scripted: ScriptedEngine) -> None:
    scripted.rules["compatibility"] = lambda request: (200, {"compatible": True, "version": "1"})
    scripted.batches = [[a_job("j1")]]
    worker = lab.start(scripted.url, lab.fine, name="w9")
    assert scripted.result("j1")["status"] == "success"
    assert worker.stop() == 0


@row(10)
def a_job_of_an_unknown_block_is_answered(lab: Lab, scripted: ScriptedEngine) -> None:
    scripted.batches = [[a_job("j1", "fb.test/gone:1.0.0"), a_job("j2")]]
    lab.start(scripted.url, lab.fine, name="w10")
    assert "this worker has no block fb.test/gone:1.0.0" in scripted.result("j1")["result"]["message"]
    assert scripted.result("j2")["status"] == "success"
    assert len(scripted.results("j1")) == 1


@row(11)
def a_result_that_is_no_json_is_failed_at_once(lab: Lab) -> None:
    assert lab.value("odd_data", "set") == [1]
    assert lab.value("odd_data", "address") == "192.0.2.1"
    began = time.monotonic()
    assert "field 'value': " in lab.failed("odd_data", "object")
    lab.is_well()
    assert time.monotonic() - began < 3


@row(12)
def a_malformed_job_costs_only_itself(lab: Lab, scripted: ScriptedEngine) -> None:
    malformed = {key: value for key, value in a_job("j2").items() if key != "context"}
    scripted.batches = [[a_job("j1"), malformed, "no job at all", a_job("j4", type="dance"), a_job("j5")]]
    lab.start(scripted.url, lab.fine, name="w12")
    assert scripted.result("j5")["status"] == "success"
    assert scripted.result("j1")["status"] == "success"
    assert "the job is malformed: context: Field required" in scripted.result("j2")["result"]["message"]
    assert "the job is malformed: type: " in scripted.result("j4")["result"]["message"]


@row(13)
def no_more_is_claimed_than_can_start_soon(lab: Lab) -> None:
    submissions = [lab.submitted("naps", parameters={"seconds": 0.3}) for _ in range(4)]
    held = []
    while not lab.http.get(f"/dev/submissions/{submissions[-1]}").json()["finished"]:
        held.append(len(lab.http.get(f"/workers/{lab.worker_id}/jobs", params={"status": "polled"}).json()))
        time.sleep(0.05)
    assert max(held) <= 2, held  # one that runs; the first job after quick ones may have company


@row(14)
def every_job_of_a_batch_has_an_outcome_when_the_time_to_stop_is_over(
    lab: Lab, scripted: ScriptedEngine
) -> None:
    long = {"parameters": {"seconds": 30}}
    scripted.batches = [
        [a_job("j1", "fb.test/naps:1.0.0", **long), a_job("j2", "fb.test/naps:1.0.0", **long)]
    ]
    worker = lab.start(scripted.url, lab.naps, name="w14", env={"SHUTDOWN_TIMEOUT": "1"})
    worker.says("started")
    assert worker.stop(5) == 1
    assert "possibly executed" in scripted.result("j1")["result"]["message"]
    assert "before the job was started" in scripted.result("j2")["result"]["message"]
    assert scripted.asked("unregister")


@row(15)
def a_ping_answered_404_makes_the_worker_register_again(lab: Lab, scripted: ScriptedEngine) -> None:
    scripted.rules["ping"] = lambda request: (404, {}) if "worker-1" in request.path else None
    worker = lab.start(scripted.url, lab.fine, name="w15")
    scripted.wait(lambda: [ping for ping in scripted.asked("ping") if "worker-2" in ping.path])
    scripted.batches = [[a_job("j1")]]
    assert scripted.result("j1")["status"] == "success"
    assert scripted.asked("poll")[-1].body["workerId"] == "worker-2"
    assert {block.body["workerId"] for block in scripted.asked("block")} == {"worker-1", "worker-2"}
    assert worker.alive


@row(16)
def a_poll_answered_404_makes_the_worker_register_again_at_once(lab: Lab, scripted: ScriptedEngine) -> None:
    scripted.rules["poll"] = lambda request: (
        (404, {}) if request.body["workerId"] == "worker-1" else (201, [])
    )
    lab.start(scripted.url, lab.fine, name="w16", env={"HEARTBEAT_INTERVAL": "60"})
    scripted.wait(lambda: [poll for poll in scripted.asked("poll") if poll.body["workerId"] == "worker-2"], 5)


@row(17)
def sigterm_during_the_start_leaves_no_registered_worker(lab: Lab, scripted: ScriptedEngine) -> None:
    scripted.rules["block"] = lambda request: time.sleep(1)
    worker = lab.start(scripted.url, lab.fine, name="w17", serving=False)
    scripted.wait(lambda: scripted.asked("block"))
    assert worker.stop() == 0
    assert [request.path for request in scripted.asked("unregister")] == ["/workers/worker-1/unregister"]
    assert not scripted.asked("poll")


@row(18)
def jobs_follow_each_other_without_a_pause(lab: Lab) -> None:
    began = time.monotonic()
    submissions = [lab.submitted("fine") for _ in range(50)]
    for submission in submissions:
        finished(lab.http, submission)
    assert time.monotonic() - began < 15


@row(20)
def each_device_has_a_thread(lab: Lab) -> None:
    devices = [{"id": number, "hostname": f"sw{number}"} for number in range(1, 51)]
    context = {**EMPTY, "devices": devices, "deviceGroups": [{"id": 1, "name": "all"}]}
    one = lab.run("naps_everywhere", parameters={"seconds": 1}, context=context, entityIds=[1])
    assert one["result"]["data"] == {"value": 50}
    assert one["report"]["elapsed"] < 5


@row(21)
def a_job_is_picked_up_soon_by_an_idle_worker(lab: Lab) -> None:
    time.sleep(0.3)
    one = lab.run("fine")
    created, polled = (datetime.fromisoformat(one[key]) for key in ("createdAt", "polledAt"))
    assert (polled - created).total_seconds() < 2


@row(22)
def the_worker_starts_without_the_libraries_of_devices(lab: Lab) -> None:
    script = (
        "import time, sys; began = time.perf_counter(); import neops_worker_sdk.cli.neops_worker, "
        "neops_worker_sdk.worker.running; took = time.perf_counter() - began; "
        "print({name.partition('.')[0] for name in sys.modules} "
        "& {'netmiko', 'paramiko', 'scrapli', 'napalm', 'pynetbox', 'ncclient', 'yaml'}, took)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    found, _, took = done.stdout.strip().rpartition(" ")
    assert (found, done.stderr) == ("set()", "")
    assert float(took) < 4


@row(23)
def blocking_is_seen_at_any_moment_of_a_job(lab: Lab) -> None:
    assert "time.sleep(0.25)" in lab.blocking("blocks_late")


@row(24)
def blocking_in_subprocess_run_is_seen(lab: Lab) -> None:
    assert "subprocess.run" in lab.blocking("blocks_in_a_process")


@row(25)
def blocking_in_a_file_called_tasks_is_seen(lab: Lab) -> None:
    assert "tasks.py" in lab.blocking("blocks_elsewhere")


@row(26)
def the_whole_blocked_time_is_reported(lab: Lab) -> None:
    one = lab.run("blocks_often")
    assert sum(blocking["seconds"] for blocking in one["report"]["blocking"]) == pytest.approx(0.75, abs=0.3)


@row(27)
def context_variables_reach_the_thread(lab: Lab) -> None:
    assert lab.value("context_variables") == "sw1"


@row(28)
def a_job_does_not_wait_for_siblings_of_a_failed_operation(lab: Lab) -> None:
    one = lab.run("one_of_three_fails")
    assert one["result"]["message"] == "Error executing function block: one of three"
    assert one["report"]["elapsed"] < 2


@row(29)
def a_job_does_not_wait_for_a_thread_it_has_given_up(lab: Lab) -> None:
    one = lab.run("gives_up")
    assert one["result"]["data"] == {"value": "given up"}
    assert one["report"]["elapsed"] < 2


@row(30)
def parallel_operations_can_be_limited_and_their_errors_collected(lab: Lab) -> None:
    assert lab.value("limited") == {"results": ["0", "1", "2", "three", "4", "5"], "most": 2}


@row(31)
def run_in_thread_refuses_async_functions(lab: Lab) -> None:
    assert "await it directly" in lab.failed("threads_a_coroutine")


@row(32)
def edits_to_fields_of_the_engine_are_warned_of(lab: Lab) -> None:
    one = lab.run("edits_the_engines_field", context=ONE_DEVICE)
    assert one["report"]["warnings"] == [
        "the change of permission of device 1 is not sent: only the engine writes this field"
    ]


@row(33)
def jobs_that_write_different_facts_of_a_device_both_count(lab: Lab) -> None:
    lab.http.put("/dev/entities", json={"devices": [{"id": 33, "hostname": "sw33", "facts": {"old": 1}}]})
    steps = [
        {
            "type": "functionBlock",
            "label": label,
            "functionBlock": "fb.test/sets_a_fact:1",
            "parameters": {"text": label},
        }
        for label in ("first", "second")
    ]
    version = {"majorVersion": 1, "minorVersion": 0, "patchVersion": 0}
    named = {"type": "workflow", "label": "facts", "name": "facts", "package": "wf.test"}
    workflow = {**named, **version, "seedEntity": "device", "steps": steps}
    published = lab.http.post("/workflow-definition/publish", json={"workflow": workflow})
    assert published.status_code == 201, published.text
    execution = {"workflow": "wf.test/facts:1", "executeOnParameters": {"ids": [33]}, "parameters": {}}
    uuid = lab.http.post("/workflow-execution", json=execution).json()["uuid"]
    end = time.monotonic() + 20
    while not (found := lab.http.get(f"/workflow-execution/id/{uuid}").json())["status"].endswith("_ack"):
        assert time.monotonic() < end, found
        time.sleep(0.05)
    assert found["status"] == "completed_ack", found
    [device] = [one for one in lab.http.get("/dev/entities").json()["devices"] if one["id"] == 33]
    assert device["facts"] == {"old": 1, "first": "set", "second": "set"}


@row(34)
def creates_send_what_is_set_and_nothing_else(lab: Lab) -> None:
    [create] = lab.run("adds_a_device")["result"]["dbUpdates"]["updates"]
    assert {key: value for key, value in create["data"].items() if key != "id"} == {
        "hostname": "new",
        "facts": {"a": None},
    }


@row(35)
def updates_come_in_one_order_whatever_the_hash_seed(lab: Lab) -> None:
    orders = set()
    for seed in ("1", "2"):
        with scripted_engine() as engine:
            devices = [{"id": number} for number in (3, 1, 2)]
            engine.batches = [
                [a_job("j1", "fb.test/changes_much:1.0.0", context={**EMPTY, "devices": devices})]
            ]
            lab.start(engine.url, lab.blocks[0], name=f"w35-{seed}", env={"PYTHONHASHSEED": seed})
            updates = engine.result("j1")["result"]["dbUpdates"]["updates"]
        named = [
            update.get("path") or update["data"]["name"] for update in updates
        ]  # the ids are made up anew
        orders.add(" ".join(named))
    [order] = orders
    assert order.endswith("eth0 eth1 eth2 eth3 eth4")


@row(36)
def an_entity_that_is_missing_is_named(lab: Lab, scripted: ScriptedEngine) -> None:
    scripted.batches = [
        [a_job("j1", "fb.test/on_a_device:1.0.0", context=ONE_DEVICE, runOn="device", entityId=42)]
    ]
    lab.start(scripted.url, lab.blocks[0], name="w36")
    assert "no device with id 42 is in the job's context" in scripted.result("j1")["result"]["message"]


@row(37)
def changes_of_entities_in_a_rollback_are_warned_of(lab: Lab) -> None:
    one = lab.run("rolls_back", type="rollback", context=ONE_DEVICE)
    assert one["resultStatus"] == "success"
    assert one["report"]["warnings"] == [
        "a rollback changes no entity in the database; patch of device 1 hostname is not sent"
    ]


@row(40)
def dotenv_is_read_from_the_working_directory(lab: Lab, scripted: ScriptedEngine) -> None:
    scripted.batches = [[a_job("j1")]]
    directory = lab.directory / "workers" / "w40"
    directory.mkdir(parents=True)
    (directory / ".env").write_text(
        f"URL_BLACKBOARD={scripted.url}\nDIR_FUNCTION_BLOCKS={lab.fine}\nWORKER_NAME=named-in-dotenv\n"
    )
    lab.start(None, None, name="w40", env={"WORKER_NAME": None}, command=NEOPS_WORKER)
    assert scripted.result("j1")["status"] == "success"
    assert scripted.asked("register")[0].body["name"] == "named-in-dotenv"


@row(41)
def files_of_one_name_in_two_directories_both_load(lab: Lab) -> None:
    assert [lab.value("echo_1"), lab.value("echo_2")] == [1, 2]


@row(42)
def a_duplicate_identifier_is_an_error_that_names_both_files(lab: Lab) -> None:
    [line] = [line for line in lab.worker.log().splitlines() if "two blocks are called" in line]
    assert "fb.test/twice:1.0.0" in line
    assert "one/first.py" in line
    assert "two/second.py" in line
    assert lab.value("twice") == "one"


TESTED_BLOCK = """
from neops_worker_sdk.testing.base.function_block_test_case import fb_test_case, fb_test_case_with_lab
from neops_worker_sdk.testing.factories.context_factory import create_workflow_context
from neops_worker_sdk.workflow import DeviceTypeDto


@fb_test_case("gives what it gets", Params(text="x"), create_workflow_context("global"), expected_result_data=Data(value="x"))
@fb_test_case_with_lab(
    "on a device", params=Params(text="x"), base_devices=[DeviceTypeDto(id=1, hostname="sw1")],
    assertions=[lambda result: result.data.value == "x"],
)
class Tested(Base):
    async def run(self, params, context):
        assert len(context.devices) in (0, 1)
        return ok(params.text)
"""


def pytest_of(directory: Path, *arguments: str) -> str:
    write_blocks(directory, TESTED_BLOCK, "tested.py")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", *arguments, "tested.py"]
    env = {**os.environ, "PYTHONPATH": str(directory)}
    done = subprocess.run(command, cwd=directory, env=env, capture_output=True, text=True, check=False)
    return done.stdout


@row(43)
def a_test_decorator_needs_pytest_only(lab: Lab) -> None:
    said = pytest_of(lab.directory / "tested")
    assert "1 passed, 1 skipped" in said
    assert "needs the package neops_remote_lab" in said


@row(44)
def the_lab_decorator_takes_base_devices_alone_and_may_run_again(lab: Lab) -> None:
    directory = lab.directory / "tested_in_lab"
    (directory / "neops_remote_lab").mkdir(parents=True)
    (directory / "neops_remote_lab" / "__init__.py").touch()
    names = [f"tested.py::{name}" for name in ("test_tested_on_a_device",) * 2]
    said = pytest_of(directory, "--keep-duplicates", *names)
    assert re.search(r"[34] passed", said), said


@row(45)
def importing_the_sdk_leaves_the_sinks_of_loguru_alone(lab: Lab) -> None:
    pytest.importorskip("loguru")
    script = (
        "from loguru import logger; logger.remove(); logger.add(lambda line: print(line, end=''), format='{message}');"
        "import neops_worker_sdk.logger, neops_worker_sdk.function_block, neops_worker_sdk.worker.running;"
        "from neops_worker_sdk.logger.adapters import LoguruContextualLogger; LoguruContextualLogger();"
        "logger.info('still here')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("still here\n", "")


@row(46)
def lines_of_a_job_are_at_the_engine_with_block_step_and_device(lab: Lab) -> None:
    one = lab.run("says_where", context=ONE_DEVICE)
    line = lab.told(one["jobId"], "a line of the job")
    assert line["level"] == "warning"
    assert (
        line["context"].items()
        >= {
            "block": "fb.test/says_where:1.0.0",
            "device": "sw1",
            "step": "first",
            "class": "SaysWhere",
        }.items()
    )
    assert re.search(rf"a line of the job.*{one['jobId']}", lab.worker.log())


@row(47)
def parameters_and_results_are_not_logged_and_secrets_are_masked(lab: Lab) -> None:
    one = lab.run("tells_secrets", "a-text-of-the-parameters", parameters={"community": "geheim-4711"})
    assert one["result"]["data"]["value"]["config"] == "snmp-server community ***"
    assert lab.told(one["jobId"], "with ***")["level"] == "warning"
    log = lab.worker.log()
    assert "geheim-4711" not in log
    assert "a-text-of-the-parameters" not in log


@row(48)
def the_example_of_the_documentation_runs(lab: Lab) -> None:
    from acceptance.test_docs_samples import PAGES  # they compile and run what the pages show

    page = ROOT / "docs" / "how-to" / "python-blocks.md"
    assert {page, ROOT / "README.md"} <= set(PAGES)
    samples = re.findall(r"(?ms)^```python\n(.*?)^```$", page.read_text())
    complete = [sample for sample in samples if "@register_function_block" in sample and "import" in sample]
    assert complete
    directory = lab.directory / "documented"
    directory.mkdir()
    for number, sample in enumerate(complete):
        (directory / f"sample{number}.py").write_text(sample)
    with scripted_engine() as engine:
        worker = lab.start(engine.url, directory, "--strict", name="w48")
        assert len(engine.asked("block")) >= len(complete)
        assert worker.stop() == 0


@row(49)
def nothing_is_left_open_at_the_end(lab: Lab, scripted: ScriptedEngine) -> None:
    scripted.batches = [[a_job("j1")]]
    worker = lab.start(
        scripted.url, lab.fine, name="w49", env={"PYTHONWARNINGS": "default", "PYTHONDEVMODE": "1"}
    )
    scripted.result("j1")
    assert worker.stop() == 0
    assert "Warning" not in worker.log()
    assert "Traceback" not in worker.log()


@pytest.mark.parametrize(("number", "check"), ROWS)
def test_the_published_worker_fails_here_and_ours_does_not(
    number: int, check: Callable[..., None], lab: Lab, request: pytest.FixtureRequest
) -> None:
    wanted = check.__code__.co_varnames[: check.__code__.co_argcount]
    check(*(lab if name == "lab" else request.getfixturevalue(name) for name in wanted))
    lab.is_well()


def test_the_table_is_complete() -> None:
    numbers = [parameters.values[0] for parameters in ROWS]
    assert sorted(numbers) == sorted(set(range(1, 50)) - NOT_OURS)
