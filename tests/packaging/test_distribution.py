"""What is in the wheel and the source distribution, and that an installation from them works."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = {path.relative_to(ROOT / "blocks").as_posix() for path in (ROOT / "blocks").rglob("*.yaml")}
DATA = {
    path.relative_to(ROOT / "engine").as_posix()
    for path in (ROOT / "engine" / "neops_dev_engine").rglob("*.*")
    if path.suffix not in (".py", ".pyc") and path.is_file()
}


@pytest.fixture(scope="module")
def distributions(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT]
    with (tmp_path_factory.getbasetemp().parent / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # builds in one tree, by several processes, are in each other's way
        done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,), (source,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return wheel, source


@pytest.mark.timeout(180)
def test_the_wheel_holds_the_packages_the_shipped_blocks_and_the_licence(distributions):
    names = set(zipfile.ZipFile(distributions[0]).namelist())
    assert SHIPPED
    assert {f"neops_blocks/library/{name}" for name in SHIPPED} <= names
    assert {"neops_blocks/py.typed", "neops_worker_sdk/py.typed", "neops_blocks/schemas/__init__.py"} <= names
    assert "neops_blocks/schemas/function-block.v1.json" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "engine/", "benchmarks/"))]


@pytest.mark.timeout(180)
def test_the_wheel_holds_everything_that_the_engine_reads_and_both_commands(distributions):
    with zipfile.ZipFile(distributions[0]) as wheel:
        names = set(wheel.namelist())
        (entry_points,) = (name for name in names if name.endswith(".dist-info/entry_points.txt"))
        offered = wheel.read(entry_points).decode()
    assert DATA
    assert names >= DATA
    for line in ("neops-blocks = ", "neops_worker = ", "[neops_worker_sdk.block_readers]"):
        assert line in offered


@pytest.mark.timeout(180)
def test_the_source_distribution_can_be_built_from(distributions):
    with tarfile.open(distributions[1]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "setup.py", "README.md", "LICENSE"} <= names
    assert {f"blocks/{name}" for name in SHIPPED} <= names


@pytest.mark.timeout(180)
def test_an_installed_wheel_finds_its_shipped_blocks(distributions, tmp_path):
    with zipfile.ZipFile(distributions[0]) as wheel:
        wheel.extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-m", "neops_blocks.cli", "show", "config_backup", "--format", "json"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONSAFEPATH": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "site") in done.stdout
