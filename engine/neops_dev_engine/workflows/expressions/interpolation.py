"""Values with templates in them, filled in: for a job that runs now, or one that runs before the steps."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from neops_dev_engine.workflows.expressions.expression import ExpressionError
from neops_dev_engine.workflows.expressions.template import template_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from neops_dev_engine.workflows.expressions.template import Template

_OMITTED = object()


def interpolate(value: Any, scope: Mapping[str, Any]) -> Any:
    """A value with everything filled in.

    A text that is one expression becomes its value, whatever its type, null included. In a longer text, null
    has no meaning.

    Raises:
        ExpressionError: something cannot be evaluated, or is null inside a text.
    """
    return _filled(value, lambda template: _evaluated(template, scope))


def interpolate_early(value: Any, scope: Mapping[str, Any], known: Collection[str]) -> Any:
    """The same while only some names are known yet: what needs others, or is null, is left out.

    Keys of objects are omitted; elements of lists become null, so that the others keep their places.
    """

    def early(template: Template) -> Any:
        needed = template.expressions
        if any(expression.whole or not expression.names <= set(known) for expression in needed):
            return _OMITTED
        try:
            found = _evaluated(template, scope)
        except ExpressionError:
            return _OMITTED
        return _OMITTED if found is None else found

    filled = _filled(value, early)
    return None if filled is _OMITTED else filled


def _filled(value: Any, fill: Callable[[Template], Any]) -> Any:
    if isinstance(value, str):
        return fill(template_of(value)) if "{{" in value else value
    if isinstance(value, dict):
        filled = {key: _filled(item, fill) for key, item in value.items()}
        return {key: item for key, item in filled.items() if item is not _OMITTED}
    if isinstance(value, list):
        items = [_filled(item, fill) for item in value]
        return [None if item is _OMITTED else item for item in items]
    return value


def _evaluated(template: Template, scope: Mapping[str, Any]) -> Any:
    whole = template.whole
    if whole is not None:
        return _finite(whole.evaluate(scope), whole.source)
    return "".join(
        part if isinstance(part, str) else _text(part.evaluate(scope), part.source) for part in template.parts
    )


def _finite(value: Any, source: str) -> Any:
    """A value that JSON can say."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ExpressionError(f"{source!r} is no number")
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in items:
        _finite(item, source)
    return value


def _text(value: Any, source: str) -> str:
    if value is None:
        raise ExpressionError(f"{source!r} finds nothing (null), and it stands inside a text")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
