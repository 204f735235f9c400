"""`neops-blocks run` as its users see it, on emulated devices."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.terminals import on_terminal

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "blocks"
KEYS = ["block", "success", "message", "data", "elapsed", "dry_run", "hosts", "db_updates", "warnings"]


def test_the_json_document_of_a_group_block_has_the_documented_shape(cli, emulator):
    lab = emulator(count=3, faults={"sw2": "auth"})
    done = cli("run", LIBRARY / "device_facts.block.yaml", "-i", lab.inventory, "--format", "json")
    assert done.code == 1
    document = done.json
    assert list(document) == KEYS
    assert document["block"] == "neops.blocks/device_facts:1.0.0"
    assert document["success"] is False
    assert (document["dry_run"], document["db_updates"], document["warnings"]) == (False, [], [])
    assert list(document["hosts"]) == ["sw1", "sw2", "sw3"]
    good, bad = document["hosts"]["sw1"], document["hosts"]["sw2"]
    assert list(good) == ["ok", "elapsed", "error", "steps"]
    assert (good["ok"], good["error"]) == (True, None)
    assert set(good["steps"]) == {"version", "config", "interfaces", "down"}
    assert set(good["steps"]["version"]) >= {"ok", "skipped", "elapsed", "attempts"}
    assert bad["ok"] is False
    assert set(bad["error"]) >= {"code", "message", "step", "where", "hint"}
    assert (bad["error"]["code"], bad["error"]["step"]) == ("auth_failed", "version")
    assert "device_facts.block.yaml:" in bad["error"]["where"]
    assert set(document["data"]["facts"]) == {"sw1", "sw3"}


def test_a_device_block_on_many_devices_is_one_fan_out(cli, emulator, device_block):
    lab = emulator(count=4, latency=1.0)
    done = cli("run", device_block, "-i", lab.inventory, "--format", "json")
    assert done.code == 0, done.err
    assert done.json["data"]["sw3"]["version"] == "15.2(7)E3"
    assert list(done.json["data"]) == ["sw1", "sw2", "sw3", "sw4"]
    assert done.json["message"] == "4 devices, 0 failed"
    assert all(host["steps"]["show"]["ok"] for host in done.json["hosts"].values())
    assert done.json["elapsed"] < sum(host["elapsed"] for host in done.json["hosts"].values()) / 2


def test_the_fan_out_keeps_to_max_parallel(cli, emulator, device_block):
    lab = emulator(count=3, latency=0.6)
    done = cli("run", device_block, "-i", lab.inventory, "--format", "json", "--max-parallel", 1)
    assert done.code == 0, done.err
    assert done.json["elapsed"] > 1.8


def test_the_table_says_who_failed_why_where_and_what_to_do(cli, emulator, device_block):
    lab = emulator(count=2, faults={"sw2": "auth"})
    done = cli("run", device_block, "-i", lab.inventory)
    assert done.code == 1
    assert "15.2(7)E3" in done.out
    for part in ("auth_failed", "step show", "version_of.block.yaml:12", "hint: check the user name"):
        assert part in " ".join(done.out.split())
    assert "\x1b" not in done.out
    assert done.err == ""


def test_jsonl_is_a_line_per_device_and_a_summary(cli, emulator, device_block):
    lab = emulator(count=2)
    done = cli("run", device_block, "-i", lab.inventory, "--format", "jsonl")
    *hosts, summary = map(json.loads, done.out.splitlines())
    assert sorted(line["host"] for line in hosts) == ["sw1", "sw2"]
    assert all(line["ok"] for line in hosts)
    assert list(summary) == [key for key in KEYS if key != "hosts"]


def test_secrets_are_masked_everywhere(cli, emulator, device_block):
    lab = emulator(count=1)
    secret = "sup3r-s3cret"
    for form in ("table", "json", "jsonl"):
        done = cli("run", device_block, "-i", lab.inventory, "--format", form, "-p", f"token={secret}", "-vv")
        assert done.code == 0, done.err
        assert secret not in done.out + done.err
        assert "emulab" not in done.out + done.err
        assert "***" in done.out


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (["--device", "sw2"], ["sw2"]),
        (["--device", "sw[12]"], ["sw1", "sw2"]),
        (["--where", "device.name != 'sw2'"], ["sw1", "sw3"]),
    ],
)
def test_devices_are_chosen(cli, session_emulator, device_block, choice, names):
    lab = session_emulator(count=3)
    done = cli("run", device_block, "-i", lab.inventory, *choice, "--format", "json")
    assert list(done.json["hosts"]) == names, done.err


def test_shipped_blocks_are_found_by_name_and_identifier(cli, emulator):
    lab = emulator(count=1)
    for name in ("config_backup", "neops.blocks/config_backup", "neops.blocks/config_backup:1.0.0"):
        done = cli("run", name, "-i", lab.inventory, "--format", "json")
        assert done.code == 0, done.err
        assert done.json["block"] == "neops.blocks/config_backup:1.0.0"


def test_a_deadline_ends_the_run_and_tells_who_was_not_done(cli, emulator, device_block):
    lab = emulator(count=2, faults={"sw2": "hang"})
    done = cli("run", device_block, "-i", lab.inventory, "--timeout", 2, "--format", "json")
    assert done.code == 1
    assert done.json["message"] == "stopped after 2 s: sw2 not finished"
    assert done.json["hosts"]["sw2"]["error"]["code"] == "not_finished"
    assert done.json["hosts"]["sw1"]["ok"]
    assert not done.json["hosts"]["sw2"]["ok"]
    assert done.json["elapsed"] < 10


PYTHON_BLOCK = """
from neops_worker_sdk.function_block.function_block import (
    FunctionBlock, FunctionBlockAcquireResult, FunctionBlockParams, FunctionBlockResult, FunctionBlockResultData,
)
from neops_worker_sdk.registry.decorator import register_function_block
from neops_worker_sdk.registry.registration import Registration


class Params(FunctionBlockParams):
    fail_on: str = ""


class Data(FunctionBlockResultData):
    name: str


@register_function_block(
    Registration("hello", "Say hello", "fb.example.com", "device", "facts", param_cls=Params, result_cls=Data)
)
class Hello(FunctionBlock[Params, Data]):
    async def run(self, params, context):
        name = context.device.hostname
        if name == params.fail_on:
            raise RuntimeError("no hello from " + name)
        return FunctionBlockResult(message="hello", success=True, data=Data(name=name))

    async def acquire(self, params):
        return FunctionBlockAcquireResult(message="none", success=True, acquires=None)
"""
THREE = "devices: [{name: a, platform: ios}, {name: b, platform: ios}, {name: c, platform: ios}]\n"


def test_a_python_block_runs_the_same_way(cli, block):
    file, inventory = block("hello.py", PYTHON_BLOCK), block("inventory.yaml", THREE)
    done = cli("run", f"{file}:Hello", "-i", inventory, "-p", "fail_on=b", "--format", "json")
    assert done.code == 1, done.err
    assert done.json["data"] == {"a": {"name": "a"}, "c": {"name": "c"}}
    assert done.json["hosts"]["b"]["error"]["code"] == "python_error"
    assert "no hello from b" in done.json["hosts"]["b"]["error"]["message"]
    assert [host["ok"] for host in done.json["hosts"].values()] == [True, False, True]


def test_a_python_group_block_that_fails_as_a_whole_says_so_for_every_device(cli, block):
    text = PYTHON_BLOCK.replace('"device", "facts"', '"group", "facts"').replace(
        "context.device.", "context.devices[0]."
    )
    file, inventory = block("hello.py", text), block("inventory.yaml", THREE)
    done = cli("run", file, "-i", inventory, "--format", "json")
    assert (done.code, done.json["data"]) == (0, {"name": "a"})
    assert list(done.json["hosts"]) == ["a", "b", "c"]
    done = cli("run", file, "-i", inventory, "-p", "fail_on=a", "--format", "json")
    assert done.code == 1
    assert {host["error"]["code"] for host in done.json["hosts"].values()} == {"block_failed"}


def test_a_reader_that_goes_away_is_met_in_silence(tmp_path, block):
    block("inventory.yaml", "")
    command = f"{sys.executable} -m neops_blocks.cli show config_backup | true"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "engine")}
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


VALID = "devices: [{name: sw1, host: 127.0.0.1, port: 9, platform: ios, username: u, password: p}]\n"
BAD = {
    "no such file": (["run", "nope.block.yaml"], "nope.block.yaml: there is no such file"),
    "a directory": (["run", "."], "is a directory"),
    "a binary file": (["run", "binary.yaml"], "not UTF-8"),
    "YAML syntax": (["run", "syntax.yaml"], "syntax.yaml:"),
    "duplicate key": (["run", "twice.yaml"], "twice.yaml:"),
    "unknown key": (["run", "unknown.yaml"], "did you mean"),
    "unknown block": (["run", "config_backpu"], "did you mean 'config_backup'?"),
    "no inventory": (["run", "good.yaml", "-p", "n=1"], "-i FILE is missing"),
    "missing parameter": (["run", "good.yaml", "-i", "inventory.yaml"], "n: missing, expected integer"),
    "wrong type": (["run", "good.yaml", "-i", "inventory.yaml", "-p", "n=x"], "n: expected integer, got"),
    "unknown parameter": (
        ["run", "good.yaml", "-i", "inventory.yaml", "-p", "n=1", "-p", "m=1"],
        "no such param",
    ),
    "no value": (["run", "good.yaml", "-p", "n"], "NAME=VALUE"),
    "unreachable inventory": (
        ["run", "good.yaml", "-p", "n=1", "-i", "gone.yaml"],
        "gone.yaml: No such file",
    ),
    "unknown platform": (["run", "good.yaml", "-p", "n=1", "-i", "platform.yaml"], "unknown platform 'isos'"),
    "unknown device": (
        ["run", "good.yaml", "-p", "n=1", "-i", "inventory.yaml", "--device", "sw2"],
        "did you mean 'sw1'?",
    ),
    "missing secret": (["run", "good.yaml", "-p", "n=1", "-i", "secret.yaml"], "NOPE is not set"),
    "broken python": (["run", "broken.py"], "broken.py:2: cannot be imported"),
}
GOOD = """\
schema: function-block/v1
name: good
package: fb.example.com
run_on: device
type: facts
parameters:
  n: {type: integer, description: A number.}
steps:
  - {id: a, set: 1}
"""


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_a_message_and_exit_code_2(cli, block, tmp_path, case):
    block("syntax.yaml", "schema: function-block/v1\na: [\n")
    block("twice.yaml", GOOD.replace("run_on: device", "run_on: device\nname: again"))
    block("unknown.yaml", GOOD.replace("run_on:", "runon:"))
    block("good.yaml", GOOD)
    block("inventory.yaml", VALID)
    block("platform.yaml", VALID.replace("ios", "isos"))
    block("secret.yaml", VALID.replace("password: p", "password: {env: NOPE}"))
    block("broken.py", "x = 1\nimport nonsense_that_is_not_there\n")
    (tmp_path / "binary.yaml").write_bytes(b"\x00\xff\xfe\x89PNG")
    arguments, text = BAD[case]
    done = cli(*arguments)
    assert done.code == 2, done.err
    assert text in done.err
    assert done.out == ""


def test_all_parameter_errors_come_at_once(cli, block):
    file = block("two.yaml", GOOD.replace("steps:", "  text: {type: string, description: A text.}\nsteps:"))
    done = cli("run", file, "-i", block("inventory.yaml", VALID), "-p", "n=true")
    assert "n: expected integer, got" in done.err
    assert "text: missing, expected string — A text." in done.err


def test_progress_is_shown_on_a_terminal_only(emulator, device_block, tmp_path):
    lab = emulator(count=3, latency=1.0)
    shown, code, _ = on_terminal(["run", device_block, "-i", lab.inventory], tmp_path)
    assert code == 0, shown
    assert "0/3" in shown
    assert "at work" in shown
    assert "\x1b[32m" in shown


def test_ctrl_c_ends_a_run_promptly_without_a_traceback(emulator, device_block, tmp_path):
    lab = emulator(count=3, faults={"*": "hang"})
    shown, code, took = on_terminal(
        ["run", device_block, "-i", lab.inventory], tmp_path, stop=lambda text: "3 at work" in text
    )
    assert code == 130, shown
    assert "Traceback" not in shown
    assert "Exception" not in shown
    assert "interrupted" in shown
    assert took < 5


def test_ctrl_c_keeps_what_is_known_of_the_devices_that_were_done(emulator, device_block, tmp_path):
    lab = emulator(count=3, faults={"sw2": "hang"})
    shown, code, _ = on_terminal(
        ["run", device_block, "-i", lab.inventory], tmp_path, stop=lambda text: "2/3" in text
    )
    assert code == 130, shown
    table = shown[shown.index("state") :]
    assert "sw1     ok" in table.replace("\x1b[32m", "").replace("\x1b[0m", "")
    assert "not_finished" in table
    assert "interrupted: sw2 not finished" in table


@pytest.mark.parametrize(
    ("threshold", "code", "warned"), [("0.2", 0, True), ("0", 0, False), ("soon", 2, False)]
)
def test_the_environment_says_when_the_blocking_detector_warns(cli, block, threshold, code, warned):
    block("slow.py", "import time\n\nasync def slow():\n    time.sleep(0.6)\n")
    file = block(
        "slow.block.yaml",
        "{schema: function-block/v1, name: slow, package: a.b, run_on: global, type: none, steps: [{python: 'slow.py:slow'}]}",
    )
    done = cli("run", file, env={"BLOCKING_DETECTION_THRESHOLD": threshold})
    assert done.code == code, done.err
    assert ("held the event loop" in done.out) is warned
    assert ("BLOCKING_DETECTION_THRESHOLD" in done.err) is (code == 2)
