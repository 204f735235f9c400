"""From the layers to the settings: the first layer that gives a setting wins, and is remembered."""

from __future__ import annotations

import os
import socket
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.logger.masking import MASK
from neops_worker_sdk.worker.configuration.kinds import UnfitError
from neops_worker_sdk.worker.configuration.layers import (
    Layer,
    command_line,
    dotenv,
    environment,
    project,
)
from neops_worker_sdk.worker.configuration.resolved import (
    DEFAULT,
    Origin,
    Resolved,
    SettingsError,
    as_given,
    reason_of,
    shown,
)
from neops_worker_sdk.worker.configuration.variables import VARIABLES
from neops_worker_sdk.worker.settings import STATE_DIR, WorkerSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STATE_BELOW = "neops-worker"
_LAST_STATE_DIR = ".neops-worker"


def read_settings(
    given: Mapping[str, object] | None = None,
    *,
    env: Mapping[str, str] | None = None,
    directory: Path | None = None,
    files: bool = True,
) -> Resolved:
    """The settings of a worker: command line > environment > `.env` > file of the project > defaults.

    Args:
        given: options of the command line by setting; None was not given.
        env: instead of the process's environment.
        directory: instead of the working directory.
        files: whether `neops-blocks.toml` and `pyproject.toml` count.

    Raises:
        SettingsError: some are wrong.
    """
    resolved = examine_settings(given, env=env, directory=directory, files=files)
    if resolved.problems:
        raise SettingsError(resolved.problems)
    return resolved


def examine_settings(
    given: Mapping[str, object] | None = None,
    *,
    env: Mapping[str, str] | None = None,
    directory: Path | None = None,
    files: bool = True,
) -> Resolved:
    """The same as `read_settings`, without raising."""
    env = os.environ if env is None else env
    directory = _working_directory() if directory is None else directory
    problems: list[str] = []
    layers = [command_line(given or {}, directory), environment(env, directory), dotenv(directory, problems)]
    if files:
        layers.append(project(directory, problems))
    values = _defaults(env, directory)
    origins = {
        field.name: Origin(DEFAULT, "", shown(field.name, values.get(field.name, field.default)))
        for field in fields(WorkerSettings)
    }
    for name in origins:
        try:
            found = _first(name, layers)
        except UnfitError as error:
            problems.append(str(error))
            continue
        if found is not None:
            values[name], origins[name] = found
    return Resolved(WorkerSettings(**values), origins, tuple(problems))


def default_of(name: str) -> str:
    """The default of a setting as text; empty if there is none, or if it depends on the machine."""
    default = {field.name: field.default for field in fields(WorkerSettings)}.get(name)
    return "" if default in (None, (), MISSING) else shown(name, default)


def _working_directory() -> Path:
    """Where relative paths count from; the root of the file system where the directory is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path("/")


def _defaults(env: Mapping[str, str], directory: Path) -> dict[str, Any]:
    """The defaults that depend on the machine."""
    return {"name": socket.gethostname(), "state_dir": _state_dir(env, directory)}


def _state_dir(env: Mapping[str, str], directory: Path) -> Path:
    xdg = Path(env.get("XDG_STATE_HOME", ""))
    if xdg.is_absolute():
        return xdg / _STATE_BELOW
    try:
        return STATE_DIR.expanduser()
    except RuntimeError:  # a user without a home directory
        return directory / _LAST_STATE_DIR


def _first(name: str, layers: Sequence[Layer]) -> tuple[Any, Origin] | None:
    sources = [name, *(other for other, variable in VARIABLES.items() if variable.holds == name)]
    for layer in layers:
        given = [source for source in sources if source in layer.values]
        if len(given) > 1:
            both = " and ".join(layer.called(source) for source in given)
            raise UnfitError(f"{both} ({layer.place}): give one of them")
        if given:
            return _read(name, given[0], layer)
    return None


def _read(name: str, source: str, layer: Layer) -> tuple[Any, Origin]:
    variable, value = VARIABLES[source], layer.values[source]
    called = layer.called(source)
    text = MASK if variable.secret else as_given(value)
    try:
        if variable.secret and layer.of_project:
            raise UnfitError(f"a secret does not belong in this file; {_instead(name)}")
        read = variable.kind.read(value, layer.base)
        if variable.holds is not None:
            return _content(name, read), Origin(layer.place, called, MASK)
    except UnfitError as error:
        raise UnfitError(f"{called}={text} ({layer.place}): {error}") from None
    except (ValueError, TypeError, OverflowError, RuntimeError):
        raise UnfitError(f"{called}={text} ({layer.place}): give {variable.kind.expected}") from None
    return read, Origin(layer.place, called, shown(name, read))


def _instead(name: str) -> str:
    file = next(other for other, variable in VARIABLES.items() if variable.holds == name)
    return f"give {VARIABLES[name].name} in the environment, or {file} here"


def _content(name: str, file: Path) -> Any:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise UnfitError(f"{file} cannot be read: {reason_of(error)}") from None
    kind = VARIABLES[name].kind
    try:
        return kind.read(text, file.parent)
    except ValueError:
        raise UnfitError(f"{file} does not hold {kind.expected}") from None
