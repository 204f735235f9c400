"""The `[lint]` table of a project's file: every key checked, every problem named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import Severity, closest, did_you_mean
from neops_blocks.lint.configuration import Configuration
from neops_blocks.lint.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neops_worker_sdk.utils.project_file import ProjectFile

SECTION = "lint"


class _UnfitError(ValueError):
    """A value is not what is expected; the text says what is."""


def read_settings(file: ProjectFile) -> Configuration:
    """The configuration in a project's file.

    Raises:
        ConfigurationError: the file, a key or a value is wrong.
    """
    if file.problem is not None:
        raise ConfigurationError([file.problem])
    place, section = file.path, f"{file.prefix}{SECTION}"
    problems = [
        f"{place}: there is no table [{file.prefix}{name}]; did you mean '{section}'?"
        for name in file.content
        if name != SECTION and closest(name, [SECTION])
    ]
    table = file.content.get(SECTION, {})
    if not isinstance(table, dict):
        problems.append(f"{place}: {section} is no table; write [{section}]")
        table = {}
    values: dict[str, Any] = {}
    for key, value in table.items():
        problem = _add(key, value, values)
        if problem is not None:
            problems.append(f"{place}: {section}.{key}: {problem}")
    try:
        configuration = Configuration(**values)
    except ConfigurationError as error:
        problems += [f"{place}: {section}.{problem}" for problem in error.problems]
    if problems:
        raise ConfigurationError(problems)
    return configuration


def _add(key: str, value: object, values: dict[str, Any]) -> str | None:
    """Put a value among the others; what is wrong with it otherwise."""
    name = key.replace("-", "_")
    if name not in _READERS:
        known = [setting.replace("_", "-") for setting in _READERS]
        return f"there is no such setting; {did_you_mean(key, known, what='settings')}"
    if name in values:
        return "it is given twice"
    try:
        values[name] = _READERS[name](value)
    except _UnfitError as error:
        return f"give {error}"
    return None


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _UnfitError('a list of codes: ["NB304"]')
    return tuple(value)


def _texts_by_pattern(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise _UnfitError('a table of patterns, each with a list of codes: {"legacy/*" = ["NB304"]}')
    return {pattern: _texts(texts) for pattern, texts in value.items()}


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise _UnfitError("true or false")
    return value


def _level(value: object) -> Severity:
    try:
        return Severity(str(value))
    except ValueError:
        raise _UnfitError('"info", "warning" or "error"') from None


_READERS: dict[str, Callable[[object], Any]] = {
    "select": _texts,
    "extend_select": _texts,
    "ignore": _texts,
    "per_file_ignores": _texts_by_pattern,
    "preview": _switch,
    "fail_level": _level,
}
