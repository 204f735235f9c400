"""Compiling what an author writes into values that are evaluated for each device."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from neops_blocks.diagnostics import Failure, TemplateFailure
from neops_blocks.templates import bounds
from neops_blocks.templates.lexing import expression_inside, has_syntax, with_literal_backslashes
from neops_blocks.templates.problem import TemplateSyntaxProblem
from neops_blocks.templates.sandbox import Missing, sandbox


class Value(Protocol):
    """Something that is evaluated in a scope; many threads may do so at a time."""

    @property
    def constant(self) -> bool:
        """Whether it is the same in every scope."""

    def evaluate(self, scope: Mapping[str, Any]) -> Any:
        """The value in this scope.

        Raises:
            TemplateFailure: it cannot be evaluated, or a bound was passed.
        """


@dataclass(frozen=True, slots=True)
class Constant:
    """A value without a template."""

    value: Any
    constant: bool = True

    def evaluate(self, scope: Mapping[str, Any]) -> Any:
        """The value."""
        return self.value


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template or an expression."""

    run: Callable[[Mapping[str, Any]], Any]
    constant: bool = False

    def evaluate(self, scope: Mapping[str, Any]) -> Any:
        """The native value of an expression, the text of a template."""
        with bounds.evaluating(scope):
            try:
                return _plain(self.run(scope))
            except Failure:
                raise
            except UndefinedError as error:
                raise TemplateFailure(str(error.message)) from error
            except SecurityError as error:
                raise TemplateFailure("the template does something that is not allowed") from error
            except (RecursionError, MemoryError) as error:
                raise TemplateFailure("the template calls itself without end, or needs too much") from error
            except Exception as error:
                raise TemplateFailure(f"the template failed: {_reason(error)}") from error


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list with templates in it."""

    items: tuple[Value, ...]
    constant: bool = False

    def evaluate(self, scope: Mapping[str, Any]) -> list[Any]:
        """Every item."""
        return [item.evaluate(scope) for item in self.items]


@dataclass(frozen=True, slots=True)
class MappingOf:
    """A mapping with templates in its values."""

    items: Mapping[Any, Value]
    constant: bool = False

    def evaluate(self, scope: Mapping[str, Any]) -> dict[Any, Any]:
        """Every value by its key."""
        return {key: item.evaluate(scope) for key, item in self.items.items()}


def compile_value(value: Any) -> Value:
    """Any YAML value: a text that is one `{{ }}` stays native, other texts are text, containers recurse.

    Raises:
        TemplateSyntaxProblem: a template is not valid.
    """
    if isinstance(value, str):
        inside = expression_inside(value)
        return compile_text(value) if inside is None else _expression(inside, value)
    if isinstance(value, Mapping):
        items = {key: compile_value(item) for key, item in value.items()}
        return Constant(value) if all(x.constant for x in items.values()) else MappingOf(items)
    if isinstance(value, list):
        parts = tuple(compile_value(item) for item in value)
        return Constant(value) if all(x.constant for x in parts) else ListOf(parts)
    return Constant(value)


def compile_expression(text: str | bool | list[Any] | int) -> Value:
    """A bare expression; braces around it are tolerated.

    Raises:
        TemplateSyntaxProblem: it is not valid.
    """
    if not isinstance(text, str):
        return compile_value(text)
    inside = expression_inside(text)
    return _expression(text if inside is None else inside, text)


def compile_text(text: str) -> Value:
    """A template that always makes text.

    Raises:
        TemplateSyntaxProblem: it is not valid.
    """
    if not has_syntax(text):
        return Constant(text)
    try:
        template = sandbox().from_string(text)
    except (TemplateSyntaxError, RecursionError) as error:
        raise _problem(error, text) from error
    return Compiled(lambda scope: bounds.joined(template.generate(**_names(scope))))


def _expression(source: str, text: str) -> Value:
    try:
        run = sandbox().compile_expression(with_literal_backslashes(source), undefined_to_none=False)
    except (TemplateSyntaxError, RecursionError) as error:
        raise _problem(error, text) from error
    return Compiled(lambda scope: run(**_names(scope)))


def _names(scope: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name): scope[name] for name in scope}


def _plain(value: Any) -> Any:
    if isinstance(value, Missing):
        value._fail_with_undefined_error()
    if isinstance(value, Iterator):
        return [_plain(item) for item in bounds.ticking(value)]
    if type(value) is dict:
        return {key: _plain(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_plain(item) for item in bounds.ticking(value))
    if callable(value):
        raise TemplateFailure("the value is a function; call it with ()")
    if isinstance(value, str):
        bounds.check_size(len(value))
        return str(value)
    return value


def _reason(error: Exception) -> str:
    reasons = {ZeroDivisionError: "division by zero", TypeError: "types that do not fit together"}
    return reasons.get(type(error), type(error).__name__)


def _problem(error: Exception, text: str) -> TemplateSyntaxProblem:
    if not isinstance(error, TemplateSyntaxError):
        return TemplateSyntaxProblem("the template is nested too deeply", 0, len(text))
    lines = text.splitlines(keepends=True) or [""]
    row = min(max(error.lineno, 1), len(lines)) - 1
    start = sum(map(len, lines[:row]))
    return TemplateSyntaxProblem(str(error.message), start, start + len(lines[row].rstrip("\r\n")))
