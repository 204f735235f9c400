"""JMESPath within bounds: multi-selects can hold one value many times, and functions walk through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from jmespath.exceptions import JMESPathError, JMESPathTypeError
from jmespath.functions import Functions
from jmespath.parser import Parser
from jmespath.visitor import TreeInterpreter

from neops_blocks.diagnostics import Failure, TemplateFailure
from neops_blocks.templates import bounds, messages
from neops_blocks.templates.plain import check_text

if TYPE_CHECKING:
    from collections.abc import Callable

_MAKERS = frozenset(
    {
        "filter_projection",
        "flatten",
        "function_expression",
        "multi_select_dict",
        "multi_select_list",
        "projection",
        "slice",
        "value_projection",
    }
)


def search(value: Any, expression: str) -> Any:
    """What the expression finds in plain data.

    Raises:
        TemplateFailure: it is not valid, does not fit the data, or makes too much.
    """
    try:
        found = _Interpreter().visit(Parser().parse(expression).parsed, value)
        bounds.check_weight(found)
    except (Failure, RecursionError):
        raise
    except JMESPathTypeError as error:
        what = f"{error.function_name}() cannot take a value of type {error.actual_type}"
        raise TemplateFailure(f"filter 'jmespath': {what}") from error
    except JMESPathError as error:
        what = messages.reason(error)
        raise TemplateFailure(f"filter 'jmespath': the expression fails: {what}") from error
    return found


class _Functions(Functions):
    def call_function(self, function_name: str, resolved_args: Any) -> Any:
        bounds.check_weight(*resolved_args)
        if function_name in {"to_string", "join"}:
            check_text(resolved_args)
        return super().call_function(function_name, resolved_args)


def _weighed(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def call(left: Any, right: Any) -> Any:
        bounds.check_weight(left, right)
        return compare(left, right)

    return call


class _Interpreter(TreeInterpreter):
    COMPARATOR_FUNC: ClassVar[dict[str, Callable[[Any, Any], Any]]] = {
        name: _weighed(compare) for name, compare in TreeInterpreter.COMPARATOR_FUNC.items()
    }

    def __init__(self) -> None:
        super().__init__()
        self._functions = _Functions()

    def visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:
        bounds.check_time()
        found = super().visit(node, *args, **kwargs)
        return bounds.count_made(found) if node["type"] in _MAKERS else found
