"""Whether a block's `run` takes a third argument."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def meta_arguments(run: Callable[..., Any], meta: object) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """`meta` as positional and named arguments, if `run` asks for it: third, or by the keyword ``meta``.

    A third parameter that has a default and another name is the author's own business.
    """
    parameters = list(inspect.signature(run).parameters.values())
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if len(positional) > 2 and (
        positional[2].default is inspect.Parameter.empty or positional[2].name == "meta"
    ):
        return (meta,), {}
    if any(p.name == "meta" and p.kind is p.KEYWORD_ONLY for p in parameters):
        return (), {"meta": meta}
    return (), {}
