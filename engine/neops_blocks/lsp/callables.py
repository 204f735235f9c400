"""The filters and tests of expressions, and what they say about themselves."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, Literal

from neops_blocks.diagnostics import Failure
from neops_blocks.templates.environment import environment
from neops_blocks.templates.filters import BUILTIN, TESTS
from neops_blocks.templates.filters.netutils_names import NETUTILS

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["filter", "test"]
_PASSED = ("context", "eval_ctx", "environment")
_VERSION_NOTE = re.compile(r"\n*\s*\.\. version(?:added|changed)::.*", re.DOTALL)
_SPHINX = re.compile(r":\w+:`([^`<]*?)(?:\s*<[^>]*>)?`")


def names_of(kind: Kind) -> Sequence[str]:
    """The names that an author may write."""
    table: Any = environment()
    if kind == "filter":
        names: Sequence[str] = table.filters.names()
        return names
    return sorted(name for name in table.tests if name.isidentifier())


def origin_of(kind: Kind, name: str) -> str:
    """Where a filter or test comes from, without loading it."""
    if name in (BUILTIN if kind == "filter" else TESTS):
        return "neops-blocks"
    if kind == "filter" and name in NETUTILS:
        return "netutils"
    from jinja2.filters import FILTERS
    from jinja2.tests import TESTS as JINJA_TESTS

    return "Jinja" if name in (FILTERS if kind == "filter" else JINJA_TESTS) else "an installed package"


def text_of(kind: Kind, name: str) -> str | None:
    """Signature and meaning as Markdown, loading what brings it; None where there is none of that name."""
    if name not in names_of(kind):
        return None
    table: Any = environment()
    try:
        function = (table.filters if kind == "filter" else table.tests)[name]
    except (Failure, KeyError) as error:
        return str(error)
    head = f"{name}{_signature(function)}"
    return f"```python\n{head}\n```\n\n{_meaning(function)}\n\n*{kind} of {origin_of(kind, name)}*"


def _signature(function: Any) -> str:
    """The arguments after the value."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ""
    arguments = [argument for name, argument in signature.parameters.items() if name not in _PASSED][1:]
    bare = [argument.replace(annotation=inspect.Parameter.empty) for argument in arguments]
    return f"({', '.join(map(str, bare))})" if bare else ""


def _meaning(function: Any) -> str:
    """The first paragraphs of its documentation, as Markdown."""
    text = _VERSION_NOTE.sub("", inspect.getdoc(function) or "")
    text = re.split(r"\n\s*(?:Args|Arguments|Returns|Raises|Examples?):\s*\n", text)[0]
    text = _SPHINX.sub(r"`\1`", text).replace("``", "`")
    return re.split(r"\n\s*\.\. |::\n", text)[0].strip()
