"""Compiled values: what an author wrote, ready to be evaluated in a scope, by many threads at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jinja2 import Template, UndefinedError, nodes
from jinja2.exceptions import SecurityError

from neops_blocks.diagnostics import Failure, TemplateFailure
from neops_blocks.templates import messages
from neops_blocks.templates.bounds import evaluating
from neops_blocks.templates.environment import environment
from neops_blocks.templates.lexing import dashed, has_template
from neops_blocks.templates.parsing import parse_anew
from neops_blocks.templates.plain import joined, plain
from neops_blocks.templates.problem import TemplateSyntaxProblem

Scope = Mapping[str, Any]
RESULT = "result"


class Value(Protocol):
    """Something an author wrote, with or without templates in it."""

    @property
    def constant(self) -> bool:
        """Whether it is the same in every scope."""

    def evaluate(self, scope: Scope) -> Any:
        """The value in a scope.

        Raises:
            TemplateFailure: it cannot be evaluated, or passed a bound.
        """


@dataclass(frozen=True, slots=True)
class Constant:
    """A value without templates."""

    value: Any
    constant: bool = True

    def evaluate(self, scope: Scope) -> Any:
        """The value itself; lists and mappings as new ones."""
        return own_copy(self.value)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template that gives text, or an expression whose value keeps its type."""

    run: Callable[[Scope], Any]
    dashed: frozenset[str] = frozenset()
    source: str = ""
    constant: bool = False

    def evaluate(self, scope: Scope) -> Any:
        """The text, or the value of the expression."""
        try:
            return self._evaluated(scope)
        except TemplateFailure as failure:
            failure.template = failure.template or self.source
            raise

    def _evaluated(self, scope: Scope) -> Any:
        with evaluating(scope):
            try:
                return self.run(scope)
            except Failure:
                raise
            except UndefinedError as error:
                raise TemplateFailure(str(error.message), hint=self._hint(str(error.message))) from error
            except SecurityError as error:
                raise TemplateFailure(
                    str(error.message), hint="expressions may read values, not change them"
                ) from error
            except RecursionError as error:
                raise TemplateFailure(
                    "the template calls itself without end, or a value is nested too deeply"
                ) from error
            except Exception as error:
                raise TemplateFailure(f"the template failed: {messages.reason(error)}") from error

    def _hint(self, message: str) -> str | None:
        """`steps.my-step` is read as a subtraction."""
        names = [name for name in self.dashed if message.startswith(f"there is no name {name!r} ")]
        return f"a '-' subtracts; a key with a dash in it is read as ['...-{names[0]}']" if names else None


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
    """Any YAML value: a text that is exactly one `{{ }}` keeps its type, other texts stay text.

    Raises:
        TemplateSyntaxProblem: a template in it does not compile.
    """
    if isinstance(value, str):
        return _compiled(value, bare=False) if has_template(value) else Constant(value)
    if isinstance(value, (list, tuple)):
        items = tuple(compile_value(item) for item in value)
        return Constant(list(value)) if all(item.constant for item in items) else Listed(items)
    if isinstance(value, Mapping):
        pairs = tuple((key, compile_value(item)) for key, item in value.items())
        return Constant(dict(value)) if all(item.constant for _, item in pairs) else Mapped(pairs)
    return Constant(value)


def compile_expression(text: Any) -> Value:
    """A bare expression, as in `when`; braces around it are tolerated, what is no text stands for itself.

    Raises:
        TemplateSyntaxProblem: it does not compile.
    """
    return _compiled(text, bare=True) if isinstance(text, str) else compile_value(text)


def compile_text(text: str) -> Value:
    """A text with or without templates, that always gives text.

    Raises:
        TemplateSyntaxProblem: a template in it does not compile.
    """
    return _compiled(text, bare=False, native=False) if has_template(text) else Constant(text)


def own_copy(value: Any) -> Any:
    """A copy of nested lists and mappings, so that whoever gets it may change it."""
    if isinstance(value, dict):
        return {key: own_copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [own_copy(item) for item in value]
    return value


def _compiled(text: str, *, bare: bool, native: bool = True) -> Compiled:
    parsed = parse_anew(text, bare=bare)
    for problem in parsed.problems:
        guess = f"; did you mean {problem.suggestions[0]!r}?" if problem.suggestions else ""
        raise TemplateSyntaxProblem(problem.message + guess, problem.start, problem.end)
    tree = parsed.tree
    try:
        if isinstance(tree, nodes.Expr):
            run = _expression(tree) if native else _text([nodes.Output([tree], lineno=1)])
        else:
            assert isinstance(tree, nodes.Template)
            run = _text(tree.body)
        return Compiled(run, dashed(parsed.tokens), text)
    except Exception as error:
        raise TemplateSyntaxProblem(f"it does not compile: {messages.reason(error)}", 0, len(text)) from error


def _text(body: list[nodes.Node]) -> Callable[[Scope], str]:
    template = _template(body)
    return lambda scope: joined(template.root_render_func(_context(template, scope)))


def _expression(tree: nodes.Expr) -> Callable[[Scope], Any]:
    template = _template([nodes.Assign(nodes.Name(RESULT, "store"), tree, lineno=1)])

    def run(scope: Scope) -> Any:
        context = _context(template, scope)
        for _ in template.root_render_func(context):
            pass
        return plain(context.vars[RESULT])

    return run


def _template(body: list[nodes.Node]) -> Template:
    tree = nodes.Template(body, lineno=1)
    tree.set_environment(environment())
    return environment().from_string(tree)


def _context(template: Template, scope: Scope) -> Any:
    return template.new_context({str(name): scope[name] for name in scope})
