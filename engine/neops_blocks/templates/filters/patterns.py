"""Regular expressions with Ansible's names, stopped when they take too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates.bounds import check_size

if TYPE_CHECKING:
    from collections.abc import Callable

REGEX_SECONDS = 0.5


def _compiled(pattern: str, ignorecase: bool, multiline: bool) -> Any:
    import regex

    flags = (regex.IGNORECASE if ignorecase else 0) | (regex.MULTILINE if multiline else 0)
    try:
        return regex.compile(pattern, flags)
    except regex.error as error:
        raise TemplateFailure(f"a regular expression is not valid: {error.msg}") from error


def _run(method: str, pattern: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return getattr(pattern, method)(*args, timeout=REGEX_SECONDS, **kwargs)
    except TimeoutError as error:
        raise TemplateFailure(f"a regular expression takes longer than {REGEX_SECONDS:g} s") from error


def regex_search(
    value: Any, pattern: str, *groups: str, ignorecase: bool = False, multiline: bool = False
) -> Any:
    r"""The first match, or the groups asked for as `'\1'` or `'\g<name>'`; None without a match."""
    found = _run("search", _compiled(pattern, ignorecase, multiline), str(value))
    if found is None or not groups:
        return None if found is None else found.group()
    names = [group.removeprefix("\\g<").removesuffix(">").lstrip("\\") for group in groups]
    return [found.group(int(name) if name.isdigit() else name) for name in names]


def regex_findall(value: Any, pattern: str, multiline: bool = False, ignorecase: bool = False) -> list[Any]:
    """Every match."""
    found: list[Any] = _run("findall", _compiled(pattern, ignorecase, multiline), str(value))
    return found


def regex_replace(
    value: Any,
    pattern: str = "",
    replacement: str = "",
    ignorecase: bool = False,
    multiline: bool = False,
    count: int = 0,
) -> str:
    """The text with every match replaced."""
    text = str(value)
    check_size((len(text) + 1) * max(len(replacement), 1), limit=64 * 1024 * 1024)
    replaced: str = _run("sub", _compiled(pattern, ignorecase, multiline), replacement, text, count=count)
    return replaced


def match(value: Any, pattern: str, ignorecase: bool = False, multiline: bool = False) -> bool:
    """Whether the text starts with a match."""
    return _run("match", _compiled(pattern, ignorecase, multiline), str(value)) is not None


def search(value: Any, pattern: str, ignorecase: bool = False, multiline: bool = False) -> bool:
    """Whether there is a match anywhere."""
    return _run("search", _compiled(pattern, ignorecase, multiline), str(value)) is not None


TESTS = {"match": match, "search": search}
FILTERS: dict[str, Callable[..., Any]] = {
    "regex_search": regex_search,
    "regex_findall": regex_findall,
    "regex_replace": regex_replace,
    **TESTS,
}
