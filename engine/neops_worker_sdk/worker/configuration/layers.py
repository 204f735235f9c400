"""Where settings come from: one layer for each place, and what is wrong with the place itself."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neops_worker_sdk.utils.project_file import OWN_FILE, find_project_file
from neops_worker_sdk.worker.configuration.resolved import reason_of
from neops_worker_sdk.worker.configuration.variables import VARIABLES
from neops_worker_sdk.worker.dotenv import FILE as DOTENV
from neops_worker_sdk.worker.dotenv import read_dotenv

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SECTION = "worker"
COMMAND_LINE, ENVIRONMENT = "command line", "environment"


@dataclass(frozen=True)
class Layer:
    """What one place says.

    Attributes:
        place: the command line, the environment, or a file.
        values: by setting.
        base: relative paths count from here.
        called: what a setting is called there.
        of_project: whether the place is a file that people share.
    """

    place: str
    values: Mapping[str, object]
    base: Path
    called: Callable[[str], str]
    of_project: bool = False


def command_line(given: Mapping[str, object], directory: Path) -> Layer:
    """What was given as options; None and () are nothing."""
    values = {name: value for name, value in given.items() if value not in (None, ())}
    return Layer(COMMAND_LINE, values, directory, lambda name: f"--{name.replace('_', '-')}")


def environment(env: Mapping[str, str], directory: Path, place: str = ENVIRONMENT) -> Layer:
    """Variables; a blank one is nothing."""
    values = {
        name: env[variable.name] for name, variable in VARIABLES.items() if env.get(variable.name, "").strip()
    }
    return Layer(place, values, directory, lambda name: VARIABLES[name].name)


def dotenv(directory: Path, problems: list[str]) -> Layer:
    """The `.env` file of the working directory."""
    path = directory / DOTENV
    try:
        variables = read_dotenv(directory)
    except (OSError, ValueError) as error:
        problems.append(f"{path} cannot be read: {reason_of(error)}")
        variables = {}
    return environment(variables, directory, str(path))


def project(directory: Path, problems: list[str]) -> Layer:
    """The nearest file of a project, in the working directory or above it."""
    found = find_project_file(directory)
    if found is None:
        return Layer(OWN_FILE, {}, directory, str, of_project=True)
    if found.problem is not None:
        problems.append(found.problem)
    return _of_project(found.path, f"{found.prefix}{SECTION}", found.content, problems)


def _of_project(file: Path, section: str, content: Mapping[str, Any], problems: list[str]) -> Layer:
    table = content.get(SECTION, {})
    if not isinstance(table, dict):
        problems.append(f"{file}: {section} is no table; write [{section}]")
        table = {}
    values: dict[str, object] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in VARIABLES:
            problems.append(f"{file}: there is no setting {section}.{key}; {_nearest(key)}")
        elif name in values:
            problems.append(f"{file}: {section}.{name} is given twice, once as {key}")
        elif not (isinstance(value, str) and not value.strip()):
            values[name] = value
    return Layer(str(file), values, file.parent, lambda name: f"{section}.{name}", of_project=True)


def _nearest(key: str) -> str:
    by_variable = {variable.name: name for name, variable in VARIABLES.items()}
    wanted = key.replace("-", "_")
    if wanted.upper() in by_variable:
        return f"did you mean '{by_variable[wanted.upper()]}'?"
    near = difflib.get_close_matches(wanted.lower(), VARIABLES, n=1)
    return f"did you mean '{near[0]}'?" if near else f"there are {', '.join(VARIABLES)}"
