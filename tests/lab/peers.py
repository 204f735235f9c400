"""Environments of their own, Python 3.12, for the published worker SDK and client that we are tested against.

An environment is made once on a machine and kept below ``~/.cache/neops-blocks-tests``; other requirements, or
another interpreter, make another one. Nothing of the published packages comes into the environment of the tests.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "engine"
VERSION = (3, 12)
OUR_SDK_NEEDS = ("pydantic", "httpx", "prometheus-client", "python-dotenv")
PIP_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2")
ANSWERS, INSTALLS = 30, 600  # seconds for an interpreter to say its version, for a package index to deliver


class PeerUnavailable(Exception):
    """This machine cannot have the environment: the text says why, for a skip."""


def peer_python(name: str) -> Path:
    """The interpreter of an environment: ``published`` (the SDK) or ``client`` (the client, for use with our SDK).

    Raises:
        PeerUnavailable: there is no Python 3.12, or the packages cannot be had.
    """
    python, reason = _made(name)
    if python is None:
        raise PeerUnavailable(reason)
    return python


def peer_environment(*, our_sdk: bool) -> dict[str, str]:
    """Variables for a process of a peer: no Python settings of ours; `our_sdk` lets it import our engine/."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return {**ours, "NO_PROXY": "127.0.0.1,localhost", **({"PYTHONPATH": str(ENGINE)} if our_sdk else {})}


def requirements(name: str) -> tuple[str, ...]:
    """What is installed into an environment."""
    if name == "published":
        return ("neops-worker-sdk==0.2.0b7", "neops-workflow-engine-client==0.43.0b2")
    if name == "client":
        return ("neops-workflow-engine-client==0.43.0b2", *_of_our_sdk())
    raise ValueError(f"no environment is called {name!r}: published, client")


def _of_our_sdk() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [line for line in project["dependencies"] if re.split(r"[<>=!~\[; ]", line)[0] in OUR_SDK_NEEDS]


@functools.cache
def _made(name: str) -> tuple[Path | None, str]:
    wanted = requirements(name)
    base = _base_python()
    if base is None:
        return None, "needs Python 3.12 (python3.12 in PATH, pyenv or uv)"
    digest = hashlib.sha256("\n".join([str(base), *wanted]).encode()).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "neops-blocks-tests"
    directory = cache / f"peers-{digest}"
    python, complete = directory / "bin" / "python", directory / "complete"
    with _locked(directory):
        if complete.exists() and _version(python) == VERSION:
            return python, ""
        shutil.rmtree(directory, ignore_errors=True)
        for step in (
            [str(base), "-m", "venv", str(directory)],
            [str(python), *PIP_INSTALL, *wanted],
        ):
            problem = _failure(step)
            if problem:
                return None, f"needs {', '.join(wanted)}: {problem}"
        complete.touch()
    return python, ""


def _base_python() -> Path | None:
    for candidate in _candidates():
        if _version(candidate) == VERSION:
            return candidate
    return None


def _candidates() -> Iterator[Path]:
    yield Path(sys.executable)
    on_path = shutil.which("python3.12")
    if on_path:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/3.12*/bin/python"), reverse=True)
    if shutil.which("uv"):
        found = subprocess.run(["uv", "python", "find", "3.12"], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            yield Path(found.stdout.strip())


def _version(python: Path) -> tuple[int, ...] | None:
    """The version of an interpreter; None if it does not run, such as a shim of pyenv that leads nowhere."""
    try:
        said = subprocess.run(
            [str(python), "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=True,
            timeout=ANSWERS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return tuple(int(number) for number in said.stdout.split())


def _failure(command: list[str]) -> str:
    """The last line of what a failed command said; empty if it succeeded."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=INSTALLS,
            env=peer_environment(our_sdk=False),
        )
    except subprocess.TimeoutExpired:
        return f"not done within {INSTALLS} s"
    said = (done.stderr or done.stdout).strip().splitlines() or [f"exit code {done.returncode}"]
    return said[-1] if done.returncode else ""


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """One test process makes an environment, the others wait for it."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    with directory.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
