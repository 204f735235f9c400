"""`Expression`: a JMESPath expression, compiled once; which names it starts from is known before it runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jmespath
from jmespath.exceptions import JMESPathError, JMESPathTypeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SHOWN = 200
_FIRST_CHILD_ONLY = frozenset(
    {
        "subexpression",
        "index_expression",
        "projection",
        "value_projection",
        "filter_projection",
        "flatten",
        "pipe",
    }
)
"""What looks at the whole is their first child; the others look at what it found."""


class ExpressionError(ValueError):
    """An expression cannot be read or evaluated; the text says why."""


@dataclass(frozen=True)
class Expression:
    """An expression.

    Attributes:
        source: as it was written.
        names: the names of the scope that it starts from.
        whole: whether it may look at the whole scope (``@``), whatever its names are.
    """

    source: str
    names: frozenset[str]
    whole: bool
    _compiled: Any

    def evaluate(self, scope: Mapping[str, Any] | list[Any]) -> Any:
        """Its value; None where nothing is found.

        Raises:
            ExpressionError: a function was given something it does not take.
        """
        try:
            return self._compiled.search(scope)
        except JMESPathTypeError as error:  # its own text would show the value
            wanted = " or ".join(error.expected_types)
            raise ExpressionError(
                f"{self.source!r}: {error.function_name}() takes {wanted}, not {error.actual_type}"
            ) from None
        except (JMESPathError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
            raise ExpressionError(f"{self.source!r}: {str(error)[:_SHOWN]}") from error


@lru_cache(2048)
def expression_of(source: str) -> Expression:
    """The expression in a text.

    Raises:
        ExpressionError: it is no JMESPath.
    """
    try:
        compiled = jmespath.compile(source)
        found = list(_starts(compiled.parsed))
    except (JMESPathError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())
        raise ExpressionError(f"{source!r} is no JMESPath expression: {said[:_SHOWN]}") from error
    names = frozenset(name for name in found if name is not None)
    return Expression(source, names, None in found, compiled)


def _starts(node: Any) -> Iterator[str | None]:
    """The names a syntax tree looks up in the scope itself; None for the scope as a whole."""
    kind, children = node["type"], node.get("children", [])
    if kind == "field":
        yield node["value"]
    elif kind in ("current", "identity"):
        yield None
    elif kind != "expref":
        for child in children[:1] if kind in _FIRST_CHILD_ONLY else children:
            yield from _starts(child)
