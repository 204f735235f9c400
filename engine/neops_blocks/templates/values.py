"""Compiled values: what an author wrote, ready to be evaluated in a scope, by any thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jinja2 import TemplateError, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from neops_blocks.diagnostics import Failure, TemplateFailure, did_you_mean
from neops_blocks.templates.analysis import analyse
from neops_blocks.templates.bounds import MAX_ITEMS, check_size, limited, ticked
from neops_blocks.templates.environment import environment
from neops_blocks.templates.lexing import has_template, lex, literal_backslashes

Scope = Mapping[str, Any]
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_NOT_DEFINED = re.compile(r"'(\w+)' is undefined")
SHOWN = 300


class TemplateSyntaxProblem(ValueError):
    """A template that does not compile; start and end are places in its text."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


class Value(Protocol):
    """Something an author wrote, with or without templates in it."""

    @property
    def constant(self) -> bool:
        """Whether it is the same in every scope."""

    def evaluate(self, scope: Scope) -> Any:
        """The value in a scope. Raises TemplateFailure."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A value without templates."""

    value: Any
    constant: bool = True

    def evaluate(self, scope: Scope) -> Any:
        """The value itself; lists and mappings as new ones."""
        return _copied(self.value)


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression; its value keeps its type."""

    source: str
    function: Callable[..., Any]
    constant: bool = False

    def evaluate(self, scope: Scope) -> Any:
        """The value of the expression; generators and views become lists."""
        with limited():
            return _told(self.source, scope, lambda: _settled(self.function(scope)))


@dataclass(frozen=True, slots=True)
class Text:
    """Text with templates in it."""

    source: str
    generate: Callable[..., Iterator[str]]
    constant: bool = False

    def evaluate(self, scope: Scope) -> str:
        """The text."""
        with limited():
            rendered: str = _told(self.source, scope, lambda: self._render(scope))
            return rendered

    def _render(self, scope: Scope) -> str:
        parts, size = [], 0
        for part in ticked(self.generate(scope)):
            size += len(part)
            check_size(size)
            parts.append(part)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with templates in it."""

    items: tuple[Value, ...]
    constant: bool = False

    def evaluate(self, scope: Scope) -> list[Any]:
        """The list of the values."""
        return [item.evaluate(scope) for item in self.items]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping with templates in its values."""

    items: tuple[tuple[Any, Value], ...]
    constant: bool = False

    def evaluate(self, scope: Scope) -> dict[Any, Any]:
        """The mapping of the values."""
        return {key: item.evaluate(scope) for key, item in self.items}


def compile_value(value: Any) -> Value:
    """Any YAML value: a text that is exactly one `{{ … }}` keeps its type, other texts stay text.

    Raises:
        TemplateSyntaxProblem: a template in it does not compile.
    """
    if isinstance(value, str):
        if not has_template(value):
            return Constant(value)
        inner = whole_expression(value)
        return compile_text(value) if inner is None else _expression(value, inner, bare=False)
    if isinstance(value, list | tuple):
        items = tuple(compile_value(item) for item in value)
        return Constant(list(value)) if all(item.constant for item in items) else Listed(items)
    if isinstance(value, dict):
        pairs = tuple((key, compile_value(item)) for key, item in value.items())
        return Constant(dict(value)) if all(item.constant for _, item in pairs) else Mapped(pairs)
    return Constant(value)


def compile_expression(text: Any) -> Value:
    """A bare expression, as in `when`; braces around all of it are tolerated, values that are no text stand for themselves.

    Raises:
        TemplateSyntaxProblem: it does not compile.
    """
    if not isinstance(text, str):
        return compile_value(text)
    inner = whole_expression(text) if has_template(text) else None
    return _expression(text, text if inner is None else inner, bare=True)


def compile_text(text: str) -> Value:
    """A text with or without templates, that always gives text.

    Raises:
        TemplateSyntaxProblem: a template in it does not compile.
    """
    if not has_template(text):
        return Constant(text)
    _refuse_problems(text, bare=False)
    source = literal_backslashes(text, every=False)
    try:
        template = environment().from_string(source)
    except TemplateSyntaxError as error:
        raise TemplateSyntaxProblem(error.message or "syntax error", 0, len(text)) from error
    return Text(text, template.generate)


def whole_expression(text: str) -> str | None:
    """The expression of a text that is exactly one `{{ … }}`, outer white space aside; else None."""
    stripped = text.strip()
    if not (stripped.startswith("{{") and stripped.endswith("}}")):
        return None
    tokens = lex(stripped, bare=False).tokens
    ends = [token for token in tokens if token.type in ("variable_begin", "variable_end")]
    if len(ends) != 2 or tokens[0] is not ends[0] or tokens[-1] is not ends[1] or ends[1].end != len(stripped):  # noqa: PLR2004
        return None
    return stripped[ends[0].end : ends[1].start]


def _expression(text: str, inner: str, *, bare: bool) -> Value:
    _refuse_problems(inner if bare else text, bare=bare)
    source = literal_backslashes(inner, every=True) if bare else _in_braces(inner)
    try:
        function = environment().compile_expression(source.strip(), undefined_to_none=False)
    except TemplateSyntaxError as error:
        raise TemplateSyntaxProblem(error.message or "syntax error", 0, len(text)) from error
    return Expression(text.strip(), function)


def _in_braces(inner: str) -> str:
    return literal_backslashes("{{" + inner + "}}", every=False)[2:-2]


def _refuse_problems(text: str, *, bare: bool) -> None:
    for problem in analyse(text, bare=bare).problems:
        raise TemplateSyntaxProblem(problem.message, problem.start, problem.end)


def _settled(value: Any) -> Any:
    if isinstance(value, Undefined):
        str(value)
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, Mapping):
        for item in value.values():
            if isinstance(item, Undefined):
                str(item)
        return value
    if isinstance(value, list | tuple | set | frozenset):
        for item in value:
            if isinstance(item, Undefined):
                str(item)
        return value
    if hasattr(value, "__iter__") and not hasattr(value, "explain_missing"):
        items = []
        for item in ticked(value):
            check_size(len(items), limit=MAX_ITEMS)
            items.append(_settled(item))
        return items
    return value


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value


def _told(source: str, scope: Scope, work: Callable[[], Any]) -> Any:
    """The result of the work; whatever goes wrong in it becomes a TemplateFailure about the source."""
    try:
        return work()
    except Failure:
        raise
    except UndefinedError as error:
        raise _missing(source, scope, error) from error
    except SecurityError as error:
        raise TemplateFailure(f"{_short(source)}: {_plain(error)}", hint="expressions may not change what they read") from error
    except RecursionError as error:
        raise TemplateFailure(f"{_short(source)}: the template calls itself without end") from error
    except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise TemplateFailure(f"{_short(source)}: {_plain(error)}") from error


def _missing(source: str, scope: Scope, error: UndefinedError) -> TemplateFailure:
    message = _plain(error)
    name = _NOT_DEFINED.fullmatch(message)
    if name is None:
        return TemplateFailure(f"{_short(source)}: {message}")
    hint = did_you_mean(name[1], list(scope), what="names here")
    return TemplateFailure(f"{_short(source)}: there is no name {name[1]!r} here", hint=hint)


def _plain(error: BaseException) -> str:
    text = _ADDRESS.sub("", str(error)) or type(error).__name__
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _short(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= 100 else line[:100] + "…"  # noqa: PLR2004
