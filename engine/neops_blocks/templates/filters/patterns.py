"""Regular expressions with Ansible's names, stopped when they take too long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds
from neops_blocks.templates.plain import joined, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_PATTERN = 20_000
_GROUP = re.compile(r"\\+(?:g<(?P<name>\w{1,80})>|(?P<number>\d{1,3}))\Z")


def _compiled(pattern: Any, *, ignorecase: bool, multiline: bool) -> Any:
    import regex

    text = text_of(pattern)
    bounds.check_size(len(text), limit=MAX_PATTERN, unit="characters of a regular expression")
    flags = (regex.IGNORECASE if ignorecase else 0) | (regex.MULTILINE if multiline else 0)
    try:
        return regex.compile(text, flags)
    except regex.error as error:
        raise TemplateFailure(f"a regular expression is not valid: {error.msg}") from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise TemplateFailure("a regular expression is not valid, or too large") from error


def _too_slow() -> TemplateFailure:
    return TemplateFailure(
        f"a regular expression takes longer than {bounds.REGEX_SECONDS:g} s",
        hint="repetitions inside repetitions, such as (a+)+, try every way to divide the text",
    )


def _first(method: str, value: Any, pattern: Any) -> Any:
    try:
        return getattr(pattern, method)(text_of(value), timeout=bounds.REGEX_SECONDS)
    except TimeoutError as error:
        raise _too_slow() from error


def _every(text: str, pattern: Any) -> Iterator[Any]:
    try:
        yield from bounds.ticked(pattern.finditer(text, timeout=bounds.REGEX_SECONDS))
    except TimeoutError as error:
        raise _too_slow() from error


def _group(found: Any, name: str | int) -> Any:
    try:
        return found.group(name)
    except IndexError as error:
        raise TemplateFailure(f"the regular expression has no group {name!r}") from error


def _asked(group: Any) -> str | int:
    name = _GROUP.match(group) if isinstance(group, str) else None
    if name is None:
        raise TemplateFailure(r"a group of regex_search is asked for as '\1' or '\g<name>'")
    text = name["name"] or name["number"]
    return int(text) if text.isdecimal() else text


def regex_search(
    value: Any, pattern: str, *groups: str, ignorecase: bool = False, multiline: bool = False
) -> Any:
    r"""The first match, or a list of groups asked for as `'\1'` or `'\g<name>'`; null if there is none."""
    names = [_asked(group) for group in groups]
    found = _first("search", value, _compiled(pattern, ignorecase=ignorecase, multiline=multiline))
    if found is None:
        return None
    return [_group(found, name) for name in names] if names else found.group()


def regex_findall(value: Any, pattern: str, multiline: bool = False, ignorecase: bool = False) -> list[Any]:
    """Every match; of a pattern with a group that group, with several groups a tuple of them."""
    compiled = _compiled(pattern, ignorecase=ignorecase, multiline=multiline)
    found: list[Any] = []
    size = 0
    for match in _every(text_of(value), compiled):
        parts = match.groups("") or (match.group(),)
        found.append(parts[0] if len(parts) == 1 else parts)
        size += sum(map(len, parts))
        bounds.check_size(size)
        bounds.check_items(len(found))
    return found


def regex_replace(
    value: Any,
    pattern: str = "",
    replacement: str = "",
    ignorecase: bool = False,
    multiline: bool = False,
    count: int = 0,
) -> str:
    r"""The text with every match, or the first `count`, replaced; `'\1'` and `'\g<name>'` are its groups."""
    compiled = _compiled(pattern, ignorecase=ignorecase, multiline=multiline)
    return joined(_replaced(text_of(value), compiled, text_of(replacement), count))


def _replaced(text: str, pattern: Any, replacement: str, count: int) -> Iterator[str]:
    end = 0
    for number, match in enumerate(_every(text, pattern)):
        if count and number >= count:
            break
        yield text[end : match.start()]
        yield _expanded(match, replacement)
        end = match.end()
    yield text[end:]


def _expanded(match: Any, replacement: str) -> str:
    if "\\" not in replacement:
        return replacement
    longest = max(map(len, match.groups("")), default=0) + len(match.group())
    bounds.check_size(replacement.count("\\") * longest + len(replacement))
    try:
        return str(match.expand(replacement))
    except Exception as error:
        reason = getattr(error, "msg", "") or "it names a group that the pattern does not have"
        raise TemplateFailure(f"the replacement of regex_replace is not valid: {reason}") from error


def match(value: Any, pattern: str, ignorecase: bool = False, multiline: bool = False) -> bool:
    """Whether the text starts with a match."""
    compiled = _compiled(pattern, ignorecase=ignorecase, multiline=multiline)
    return _first("match", value, compiled) is not None


def search(value: Any, pattern: str, ignorecase: bool = False, multiline: bool = False) -> bool:
    """Whether there is a match anywhere."""
    compiled = _compiled(pattern, ignorecase=ignorecase, multiline=multiline)
    return _first("search", value, compiled) is not None


TESTS = {"match": match, "search": search}
FILTERS: dict[str, Callable[..., Any]] = {
    "regex_search": regex_search,
    "regex_findall": regex_findall,
    "regex_replace": regex_replace,
    **TESTS,
}
