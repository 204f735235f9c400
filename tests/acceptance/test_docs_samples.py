"""Every sample of the documentation works.

A page is read from top to bottom, in a directory of its own:

* A sample whose first line is a comment with a file name becomes that file.
* YAML with the key `schema` is a block and has to lint clean; ```` ```yaml lint=NB401 ```` has to give that finding.
* YAML with a list `devices`, or a file that an inventory may be, is loaded as an inventory; on disk its devices
  are emulated ones.
* Other YAML is a fragment: a list of steps, or some keys of a block or of a step, of which the structure is checked.
* Python is compiled. Lines of a console sample that begin with `$ neops-blocks` are run, and what is shown below
  them has to be printed: times may differ, `…` stands for anything. ```` ```console norun ```` is only shown.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from neops_blocks.cli import main
from neops_blocks.demo import start
from neops_blocks.inventory import load_inventory
from neops_blocks.lint import lint
from neops_blocks.model import parse_block
from neops_blocks.source import load
from neops_blocks.steps import KINDS

pytest.importorskip("asyncssh")

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md"))
    if re.match(r"\d{4}-", page.name) is None
)
FENCE = re.compile(r"(?ms)^(?P<indent> *)```(?P<info>[^\n]+)\n(?P<text>.*?)^ *```$")
FILE = re.compile(r"# (?P<name>[\w./-]+\.\w+)\s*$", re.MULTILINE)
INVENTORY_FILES = ("hosts.yaml", "hosts.ini", "inventory.yml", "inventory.ini")
HEADER = {
    "schema": "function-block/v1",
    "name": "sample",
    "package": "fb.example.com",
    "run_on": "group",
    "type": "none",
}
BLOCK_KEYS = {
    "parameters",
    "connection",
    "fan_out",
    "steps",
    "result",
    "tests",
    "run_on",
    "type",
    "pure",
    "idempotent",
}


@pytest.fixture(scope="module")
def lab():
    with start(5, 0.0) as running:
        yield json.loads(running.inventory.read_text()), running.password


@pytest.fixture
def page_directory(tmp_path, lab, monkeypatch):
    content, password = lab
    content["defaults"]["password"] = password
    (tmp_path / "inventory.yaml").write_text(json.dumps(content))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.setenv("LAB_PASSWORD", password)
    return tmp_path


@pytest.mark.emulator
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_samples_work(page, page_directory, lab, capsys, monkeypatch):
    if page.parent.parent.name == "examples":
        shutil.copytree(page.parent, page_directory, dirs_exist_ok=True)
    for sample in FENCE.finditer(page.read_text(encoding="utf-8")):
        language, _, options = sample["info"].partition(" ")
        text = re.sub(rf"(?m)^{sample['indent']}", "", sample["text"])
        named = FILE.match(text)
        file = page_directory / (named["name"] if named else f"sample.{language}")
        if named:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        if language == "yaml":
            check_yaml(text, file, options, lab)
        elif language == "ini":
            assert load_inventory(file).devices
        elif language == "python":
            compile(text, str(file), "exec")
        elif language == "json":
            json.loads(text)
        elif language == "console" and "norun" not in options:
            check_console(text, capsys, monkeypatch)


def check_yaml(text, file, options, lab):
    source = load(text, str(file))
    assert not source.findings, source.findings
    plain = source.documents[0].plain()
    if isinstance(plain, dict) and "schema" in plain:
        findings = [(str(finding.code), finding.message) for finding in lint(text, file)]
        expected = options.removeprefix("lint=").split(",") if options else []
        assert [code for code, _ in findings] == expected, findings
    elif isinstance(plain, dict) and isinstance(plain.get("devices"), list):
        file.write_text(text, encoding="utf-8")
        assert load_inventory(file).devices
        file.write_text(json.dumps(on_emulated_devices(plain, *lab)), encoding="utf-8")
    elif file.name in INVENTORY_FILES:
        assert load_inventory(file).devices
    elif "sample" in file.name:
        check_fragment(plain, file)


def on_emulated_devices(inventory, lab, password):
    """The page's inventory, leading to emulated devices; a device's own password and port are kept."""
    own = {**lab["defaults"], "password": password}
    for device, emulated in zip(inventory["devices"], lab["devices"], strict=False):
        device["host"] = "127.0.0.1"
        device.setdefault("port", emulated["port"])
    return {**inventory, "defaults": {**inventory.get("defaults", {}), **own}}


def check_fragment(plain, file):
    document = dict(HEADER, steps=[{"set": 1}])
    if isinstance(plain, list):
        document["steps"] = plain
    elif plain.keys() & KINDS.keys():
        document["steps"] = [plain]
    elif plain.keys() <= BLOCK_KEYS:
        document |= plain
    else:
        return
    source = load(json.dumps(document), str(file))
    assert parse_block(source.documents[0], source, KINDS)[1] == []


def check_console(text, capsys, monkeypatch):
    parts = [part.partition("\n")[::2] for part in re.split(r"(?m)^\$ ", text)[1:]]
    for number, (line, shown) in enumerate(parts):
        words = shlex.split(line, comments=True)
        if words[:1] == ["neops-blocks"]:
            capsys.readouterr()
            code = main(words[1 : words.index(">") if ">" in words else None])
            check_printed(shown, "\n".join(capsys.readouterr()), line)
            after = parts[number + 1] if number + 1 < len(parts) else ("", "")
            assert str(code) == after[1].strip() if after[0] == "echo $?" else code in (0, 1), line
        elif words[:1] == ["export"]:
            monkeypatch.setenv(*words[1].split("=", 1))


def check_printed(shown, printed, command):
    lines = [loosely(line) for line in printed.splitlines()]
    for line in filter(str.strip, shown.splitlines()):
        head, more, tail = loosely(line).partition("…")
        fits = [
            one
            for one in lines
            if one.startswith(head.strip()) and (one.endswith(tail.strip()) if more else one == head)
        ]
        assert fits, f"$ {command}\nshown:   {line}\nprinted:\n{printed}"


def loosely(line):
    return re.sub(r"\d+\.\d+ s\b", "0 s", " ".join(line.split()))
