"""Data formats: JSON, YAML, JMESPath."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from neops_blocks.diagnostics import TemplateFailure
from neops_blocks.templates import bounds, messages
from neops_blocks.templates.filters.plain_data import data_of, wrong_kind
from neops_blocks.templates.plain import check_text, joined

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_INDENT = 16
MAX_YAML = 100_000
MAX_EXPRESSION = 10_000


def from_json(value: str) -> Any:
    """The value of a JSON text."""
    text = _text(value, "from_json")
    bounds.check_size(len(text))
    bounds.check_items(sum(map(text.count, "[{,")))
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        what = f"{error.msg} at line {error.lineno}, column {error.colno}"
    except RecursionError:
        what = "it is nested too deeply"
    except ValueError as error:
        what = messages.reason(error)
    raise TemplateFailure(f"filter 'from_json': the text is not JSON: {what}")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def to_json(value: Any, indent: int | None = None, sort_keys: bool = False, ensure_ascii: bool = True) -> str:
    """A JSON text, on one line if there is no `indent`."""
    if indent is not None and not (isinstance(indent, int) and 0 <= indent <= MAX_INDENT):
        raise TemplateFailure(f"the indent of filter 'to_json' is a number from 0 to {MAX_INDENT}")
    data = data_of(value)
    check_text(data)
    encoder = json.JSONEncoder(indent=indent, sort_keys=sort_keys, ensure_ascii=ensure_ascii, allow_nan=False)
    try:
        return encoder.encode(data) if indent is None else joined(encoder.iterencode(data))
    except ValueError as error:
        raise TemplateFailure("filter 'to_json': a number is not finite, or has too many digits") from error


def from_yaml(value: str) -> Any:
    """The value of a YAML text, read as blocks are: YAML 1.2, so `no` and `1:30` are texts."""
    from neops_blocks.source import load

    text = _text(value, "from_yaml")
    bounds.check_size(len(text), limit=MAX_YAML, unit="characters of YAML")
    source = load(text, "the text")
    for finding in source.findings:
        where = f"line {finding.span.start.line}, column {finding.span.start.column}"
        raise TemplateFailure(f"filter 'from_yaml': {where}: {messages.one_line(finding.message)}")
    if len(source.documents) > 1:
        line = source.documents[1].span.start.line
        raise TemplateFailure(f"filter 'from_yaml': line {line}: another document begins; one is read")
    return source.documents[0].plain() if source.documents else None


def to_yaml(value: Any) -> str:
    """A YAML text that `from_yaml` reads back as the same value."""
    from neops_blocks.templates.filters.yaml_writer import write

    return write(value, limit=MAX_YAML)


def jmespath(value: Any, expression: str) -> Any:
    """What a JMESPath expression finds; null where it finds nothing."""
    from neops_blocks.templates.filters.query import search

    text = _text(expression, "jmespath")
    bounds.check_size(len(text), limit=MAX_EXPRESSION, unit="characters of JMESPath")
    return search(data_of(value), text)


def _text(value: Any, filter_name: str) -> str:
    if not isinstance(value, str):
        raise wrong_kind(value, filter_name, "a text")
    return value


FILTERS: dict[str, Callable[..., Any]] = {
    "from_json": from_json,
    "to_json": to_json,
    "from_yaml": from_yaml,
    "to_yaml": to_yaml,
    "jmespath": jmespath,
}
