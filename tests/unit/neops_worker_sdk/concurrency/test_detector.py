"""The detector, on real event loops in real threads; the threshold is 0.1 s."""

from __future__ import annotations

import asyncio
import importlib.util
import linecache
import subprocess
import threading
import time

import pytest

from neops_worker_sdk.concurrency import BlockingDetector, run_in_thread, run_parallel, working_on


def here(text):
    """The number of the line of this file that ends with the comment `text`."""
    lines = linecache.getlines(__file__)
    return next(n for n, line in enumerate(lines, start=1) if line.rstrip().endswith(f"# {text}"))


def spin(seconds):
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        count += 1
        count -= 1
    return count


def test_a_blocking_call_late_in_the_job_is_seen(watch, recorder):
    async def main():
        await asyncio.sleep(0.25)
        time.sleep(0.3)  # late
        await asyncio.sleep(0.01)

    (event,) = watch(main, name="config_backup").events
    assert event.place.file == __file__
    assert (event.place.line, event.place.function) == (here("late"), "main")
    assert event.place.source == "time.sleep(0.3)  # late"
    assert event.count == 1
    assert 0.25 < event.duration < 0.5
    (warning,) = recorder.detected
    assert warning.splitlines() == [
        "Blocking operation detected in config_backup (exceeded 0.1s threshold)",
        "Blocking at:",
        f'  File "{__file__}", line {here("late")}, in main',
        "    time.sleep(0.3)  # late",
        "Tip: Use @run_in_thread decorator to wrap blocking operations",
    ]
    (end,) = recorder.find("ended after 0.")
    assert f"{__file__}:{here('late')} in main" in end


def test_subprocess_run_on_the_loop_is_blocking(watch):
    async def main():
        subprocess.run(["sleep", "0.3"], check=True)
        await asyncio.sleep(0)
        subprocess.run(["sleep", "0.3"], check=True, capture_output=True)  # with a selector of its own

    first, second = watch(main).events
    assert "check=True)" in first.place.source
    assert second.place.line == here("with a selector of its own")


@pytest.mark.parametrize("name", ["tasks.py", "subprocess.py", "selectors.py", "base_events.py"])
def test_names_of_files_decide_nothing(watch, tmp_path, name):
    path = tmp_path / name
    path.write_text("import time\ndef select(s):\n    time.sleep(s)\ndef _run_once(s):\n    select(s)\n")
    spec = importlib.util.spec_from_file_location("authors", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    async def main():
        module._run_once(0.3)

    (event,) = watch(main).events
    assert (event.place.file, event.place.line) == (str(path), 3)
    assert [frame.function for frame in event.frames] == ["main", "_run_once", "select"]


def test_async_waits_threads_and_an_idle_loop_are_no_blocking(watch, recorder):
    @run_in_thread
    def fetch():
        time.sleep(0.25)

    async def main():
        await asyncio.sleep(0.25)
        await run_parallel(fetch(), fetch())
        process = await asyncio.create_subprocess_exec("sleep", "0.25")
        await process.wait()

    assert watch(main).events == ()
    assert recorder.lines == []


def test_many_short_callbacks_that_keep_the_loop_busy_are_no_hold(watch):
    async def main():
        end = time.monotonic() + 0.5
        for _ in range(20):
            asyncio.get_running_loop().call_soon(spin, 0.02)
        while time.monotonic() < end:
            spin(0.02)
            await asyncio.sleep(0)

    assert watch(main).events == ()


def test_a_hold_below_the_threshold_is_none(watch):
    async def main():
        for _ in range(4):
            time.sleep(0.06)
            await asyncio.sleep(0.005)

    assert watch(main).events == ()


def test_one_computation_over_several_lines_is_one_report(watch, recorder):
    async def main():
        spin(0.2)
        spin(0.2)
        time.sleep(0.2)

    (event,) = watch(main).events
    assert event.count == 1
    assert 0.5 < event.duration < 0.8
    assert len(recorder.detected) == 1


def test_each_place_is_warned_of_once_and_its_repetitions_are_counted(watch, recorder):
    async def main():
        for _ in range(3):
            time.sleep(0.15)  # repeated
            await asyncio.sleep(0.01)
        time.sleep(0.15)  # another

    repeated, other = watch(main).events
    assert (repeated.place.line, repeated.count) == (here("repeated"), 3)
    assert 0.4 < repeated.duration < 0.7
    assert (other.place.line, other.count) == (here("another"), 1)
    assert len(recorder.detected) == 2
    (summary,) = recorder.find("3 times")
    assert "s in total" in summary


def test_the_warning_comes_while_it_still_lasts(watch, recorder):
    seen = []

    async def main():
        end = time.monotonic() + 5
        while not recorder.detected and time.monotonic() < end:
            time.sleep(0.005)
        seen.extend(recorder.lines)

    watch(main)
    assert len(seen) == 1


def test_a_callback_without_any_frame_of_the_author_is_named(watch, recorder):
    async def main():
        asyncio.get_running_loop().call_soon(time.sleep, 0.3)
        await asyncio.sleep(0.01)

    (event,) = watch(main).events
    assert event.place.function == "callback <built-in function sleep>"
    assert event.frames == ()
    assert "callback <built-in function sleep>" in recorder.detected[0]
    assert "0.3" not in recorder.detected[0]


def test_a_callback_whose_repr_fails_is_reported_all_the_same(watch):
    class Odd:
        __call__ = staticmethod(time.sleep)

        def __repr__(self):
            raise ValueError

    async def main():
        asyncio.get_running_loop().call_soon(Odd(), 0.3)
        await asyncio.sleep(0.01)

    (event,) = watch(main).events
    assert event.place.function == "callback of type Odd"


def test_the_activity_of_the_blocked_task_is_told(watch, recorder):
    async def busy():
        with working_on("step 'lookup' (x.block.yaml:24:5)"):
            await asyncio.sleep(0.01)
            time.sleep(0.3)

    async def main():
        with working_on("something else"):
            await asyncio.gather(busy(), asyncio.sleep(0.1))

    (event,) = watch(main).events
    assert event.activity == "step 'lookup' (x.block.yaml:24:5)"
    assert "While working on: step 'lookup' (x.block.yaml:24:5)" in recorder.detected[0]


@pytest.mark.parametrize("threshold", [0, -1])
def test_a_threshold_of_zero_turns_it_off(watch, threshold):
    async def main():
        time.sleep(0.15)

    assert watch(main, threshold=threshold).events == ()


@pytest.mark.asyncio
async def test_a_hold_that_lasts_when_monitoring_ends_is_finished_off(recorder):
    release = threading.Event()

    async def main():
        release.wait(10)

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    detector = BlockingDetector(0.1, recorder)
    watching = asyncio.create_task(detector.monitor_thread(thread.ident, "job"))
    while not recorder.detected:
        await asyncio.sleep(0.005)
    watching.cancel()
    await asyncio.wait({watching})
    release.set()
    thread.join()
    assert recorder.find("still held the event loop when monitoring ended, after 0.")
    assert detector.events[0].duration >= 0.1


@pytest.mark.asyncio
async def test_monitoring_ends_with_the_thread(recorder):
    thread = threading.Thread(target=lambda: asyncio.run(asyncio.sleep(0.02)))
    thread.start()
    detector = BlockingDetector(0.1, recorder)
    await asyncio.wait_for(detector.monitor_thread(thread.ident, "job"), 5)
    thread.join()
    await asyncio.wait_for(detector.monitor_thread(2**60, "nobody"), 5)


@pytest.mark.asyncio
async def test_a_thread_without_an_event_loop_is_watched_too(recorder):
    thread = threading.Thread(target=lambda: time.sleep(0.3))
    thread.start()
    detector = BlockingDetector(0.1, recorder)
    await asyncio.wait_for(detector.monitor_thread(thread.ident, "job"), 5)
    thread.join()
    assert detector.events[0].place.file == __file__
